// What --open runs: a program of the test's own in place of a browser.
import { execFile } from 'node:child_process';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { folderOf } from '../support/folder.js';
import { start } from '../support/program-run.js';

/** Writes the words that it is given to a pipe, a line each. */
const STUB = `#!/bin/sh
printf '%s\\n' "$@" > "$OPENED"
`;
/** What opens links on systems that tests run on. */
const NAMES = ['xdg-open', 'open'];

/** A folder with programs of these names, and the pipe that they write to. */
async function stubs(...names: string[]) {
  const folder = await folderOf(Object.fromEntries(names.map((name) => [name, STUB])));
  for (const name of names) await chmod(join(folder, name), 0o755);
  const pipe = join(folder, 'opened');
  await promisify(execFile)('mkfifo', [pipe]);
  return { folder, environment: { OPENED: pipe, PATH: folder }, opened: readFile(pipe, 'utf8') };
}

const WORDS = ['--port', '0', '--token', 'a b&c d=e', '--open'];

test.each([
  ['the program that BROWSER names', ['my-browser', ...NAMES], (folder: string) => join(folder, 'my-browser')],
  ['what the system opens links with', NAMES, () => undefined],
])('--open runs %s, with the page alone', async (_what, names, browser) => {
  const { folder, environment, opened } = await stubs(...names);
  const server = start(WORDS, undefined, { ...environment, BROWSER: browser(folder) });
  const [, page] = await server.until(/page {2}(\S+)/);
  expect(await opened).toBe(`${page}\n`);
  server.stop();
  expect(await server.ended).toMatchObject({ code: 0, errors: '' });
});

test('where there is no browser, the server serves all the same', async () => {
  const server = start(WORDS, undefined, { PATH: await folderOf({}) });
  await server.until(/no browser could be opened: follow the link yourself/);
  const [, page] = await server.until(/page {2}(\S+)/);
  expect((await fetch(page!)).status).toBe(200);
});
