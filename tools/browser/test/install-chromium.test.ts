import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installChromium } from '../src/index.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ws4ts-browser-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** Puts programs into a folder that is the whole PATH; shell built-ins and these are all that a script then has. */
async function path(programs: Record<string, string>): Promise<string> {
  const all = { flock: 'shift; "$@"', sh: 'exec /bin/sh "$@"', ...programs };
  for (const [name, script] of Object.entries(all)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

test("root gets Debian's chromium", async () => {
  const log = join(folder, 'log');
  const PATH = await path({
    'apt-get': `echo "$@" >> ${log}; case "$*" in *install*) /bin/cp ${join(folder, 'sh')} ${join(folder, 'chromium')};; esac`,
  });
  expect(await installChromium({ PATH }, 0)).toBe(join(folder, 'chromium'));
  expect(await readFile(log, 'utf8')).toBe('-q -y update\n-q -y install --no-install-recommends chromium\n');
});

test('who waited for the lock installs nothing again', async () => {
  const PATH = await path({
    'apt-get': 'exit 1',
    flock: `/bin/cp ${join(folder, 'apt-get')} ${join(folder, 'chromium')}; shift; "$@"`,
  });
  expect(await installChromium({ PATH }, 0)).toBe(join(folder, 'chromium'));
});

test('nobody else may install, and one sentence says what to do', async () => {
  await expect(installChromium({ PATH: await path({}) }, 1000)).rejects.toThrow(
    'no Chromium was found: install the package "chromium", or set CHROMIUM to a path',
  );
});

test.each([
  [
    'no apt-get',
    {},
    'no Chromium was found, and apt-get could not install it: install one and set CHROMIUM to its path',
  ],
  [
    'apt-get without a Chromium',
    { 'apt-get': ':' },
    'apt-get installed "chromium", but no Chromium was found: set CHROMIUM to its path',
  ],
])('%s fails with one sentence', async (_name, programs, sentence) => {
  await expect(installChromium({ PATH: await path(programs) }, 0)).rejects.toThrow(sentence);
});
