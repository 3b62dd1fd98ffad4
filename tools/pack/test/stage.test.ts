import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { publicPackages } from '../src/public-packages.js';
import { stage } from '../src/stage.js';
import { tarball } from '../src/tarball.js';

const run = promisify(execFile);
// Far from the repository: what is not in the tarball is not there.
const folder = mkdtempSync(join(tmpdir(), 'pack-'));
const core = join(folder, 'node_modules', '@ws4ts', 'core');
const [{ entries } = { entries: [] }] = publicPackages(['@ws4ts/core']);
const SPECIFIERS = entries.map((entry) => (entry === 'index' ? '@ws4ts/core' : `@ws4ts/core/${entry}`));

beforeAll(async () => {
  const staged = await stage(join(folder, 'staged'), ['@ws4ts/core']);
  const file = await tarball(staged.get('@ws4ts/core')!, folder);
  mkdirSync(core, { recursive: true });
  await run('tar', ['-xzf', file, '-C', core, '--strip-components', '1']);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** What a program in the folder says, in JSON. */
async function say(name: string, program: string, ...flags: readonly string[]): Promise<Record<string, unknown>> {
  const file = join(folder, name);
  writeFileSync(file, program);
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout } = await run(process.execPath, [...flags, file], { env });
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** Both ends of a socket by `./testing`, closed by the class of `.`; and what the classes are called. */
const conversation = `
  const { client, server } = await testing.pair(index.EchoWebSocket);
  const answer = new Promise((resolve) => (client.receivedMessage = resolve));
  client.send('hello');
  const { data } = await answer;
  client.close();
  let refusal;
  try { new index.Router({}, { maxMessageSize: -1 }); } catch (error) { refusal = error; }
  console.log(JSON.stringify({
    data,
    isOne: client instanceof index.WebSocket && server instanceof index.WebSocket,
    isRefused: refusal instanceof index.UsageError && refusal instanceof protocol.UsageError,
    names: [client.constructor.name, server.constructor.name, refusal.constructor.name, index.HandshakeError.name],
  }));`;

const understood = {
  data: 'hello',
  isOne: true,
  isRefused: true,
  names: ['WebSocket', 'EchoWebSocket', 'UsageError', 'HandshakeError'],
};

test('ES modules of all entry points share their classes, which keep their names', async () => {
  const imports = entries.map((entry, i) => `import * as ${entry} from '${SPECIFIERS[i]}';`).join('\n');
  expect(await say('conversation.mjs', imports + conversation)).toEqual(understood);
});

test('so do those in CommonJS', async () => {
  const imports = entries.map((entry) => `const ${entry} = require('${join(core, 'cjs', entry)}.js');`).join('\n');
  const program = `${imports}\n(async () => {${conversation}})();`;
  expect(await say('conversation.cjs', program)).toEqual(understood);
});

test('few files are opened, and little of Node is loaded before it is needed', async () => {
  // Notes what is read of the package, and what of Node it makes load.
  const program = (load: string): string => `
    const before = new Set(process.moduleLoadList);
    ${load};
    const builtins = process.moduleLoadList.filter((name) => !before.has(name)).map((name) => name.split(' ').at(-1));
    const late = ['crypto', 'net', 'tls', 'http', 'https', 'stream', 'util'];
    console.log(JSON.stringify({ loaded: late.filter((name) => builtins.includes(name)) }));`;
  // Whatever Node itself has loaded until the import is done is not the package's doing.
  const warm = `await import('data:text/javascript,')`;
  expect(await say('esm.mjs', `${warm};${program("await import('@ws4ts/core')")}`)).toEqual({ loaded: [] });
  expect(await say('cjs.cjs', program(`require('${join(core, 'cjs', 'index.js')}')`))).toEqual({ loaded: [] });
  for (const format of ['dist', 'cjs']) {
    expect(filesOf(join(core, format, 'index.js')).size).toBe(3);
    // The protocol comes without what is right of the line.
    expect(filesOf(join(core, format, 'protocol.js')).size).toBe(2);
  }
});

/** All files that a module leads to, itself included. */
function filesOf(file: string, found = new Set<string>()): Set<string> {
  found.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from |import |require\()'(\.[^']*)'/g)) {
    const next = resolve(dirname(file), path);
    if (!found.has(next)) filesOf(next, found);
  }
  return found;
}

test('the modules that are bundled are not there a second time, but their types and sources are', () => {
  const all = readdirSync(core, { recursive: true, encoding: 'utf8' });
  const modules = all
    .filter((path) => path.endsWith('.js'))
    .map((path) => path.replace(/shared-.*(?=\.js$)/, 'shared'));
  const bundles = [...entries, 'shared', 'shared'].toSorted();
  expect(modules.toSorted()).toEqual(
    ['cjs', 'dist'].flatMap((format) => bundles.map((name) => `${format}/${name}.js`)).toSorted(),
  );
  expect(all).toEqual(expect.arrayContaining(['dist/index.d.ts', 'dist/wire/mask.d.ts', 'cjs/wire/mask.d.ts']));
  expect(all.filter((path) => path.endsWith('.tsbuildinfo'))).toEqual([]);
});

test('a stack trace leads to the sources', async () => {
  const program = `
    import { Router } from '@ws4ts/core';
    try { new Router({}, { maxMessageSize: -1 }); } catch ({ stack }) { console.log(JSON.stringify({ stack })); }`;
  const { stack } = await say('trace.mjs', program, '--enable-source-maps');
  expect(stack).toMatch(/at new Router .*@ws4ts\/core\/src\/server\/router\.ts:\d+/);
});

test('a package that nobody has is an error', async () => {
  await expect(stage(folder, ['@ws4ts/none'])).rejects.toThrow('no package is called @ws4ts/none');
});
