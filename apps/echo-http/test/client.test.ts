// The client for the terminal, as a user starts it, in a pipe.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { silentLogger } from '@ws4ts/core';
import { readSettings } from '../src/settings.js';
import { startDemo, type Demo } from '../src/server.js';

const FOLDER = new URL('..', import.meta.url).pathname;
const TSC = new URL('../../../node_modules/.bin/tsc', import.meta.url).pathname;

let demo: Demo;

beforeAll(
  () => promisify(execFile)(TSC, ['-b', 'tsconfig.build.json'], { cwd: FOLDER, env: withoutOptions() }),
  120_000,
);

beforeEach(async () => {
  const settings = readSettings({ PORT: '0', COMPRESSION: '1' });
  demo = await startDemo({ ...settings, options: { ...settings.options, logger: silentLogger } });
});

afterEach(() => demo.stop());

function withoutOptions(environment: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return { ...rest, ...environment };
}

/** Gives the client its input, and waits for its end. */
async function run(path: string, input: string, environment: Record<string, string> = {}) {
  const url = demo.url.replace('http', 'ws').replace(/\/$/, path);
  const client = spawn(process.execPath, ['dist/client.js', url], { cwd: FOLDER, env: withoutOptions(environment) });
  client.stdin.end(input);
  const [output, errors, [code]] = await Promise.all([text(client.stdout), text(client.stderr), once(client, 'close')]);
  return { url, output, errors, code: code as number };
}

test('each line is a message, and each answer is a line', async () => {
  const { url, output, errors, code } = await run('/echo', 'hello\nwörld\n');
  expect(output).toBe('hello\nwörld\n');
  expect(errors).toBe(`connected to ${url}; Ctrl-D ends\nclosed with 1000\n`);
  expect(code).toBe(0);
});

test('COMPRESSION=1 offers compression', async () => {
  const { url, output, errors } = await run('/echo', 'again and '.repeat(100), { COMPRESSION: '1' });
  expect(output).toBe(`${'again and '.repeat(100)}\n`);
  expect(errors).toContain(`connected to ${url}, with compression; Ctrl-D ends`);
});

test('a refusal is one sentence, and exit code 1', async () => {
  const { output, errors, code } = await run('/nowhere', 'hello');
  expect(output).toBe('');
  expect(errors).toBe('HandshakeError: 404 the server refused: Not Found\n');
  expect(code).toBe(1);
});
