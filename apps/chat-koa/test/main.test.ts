// The program as a user starts it.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Visitor } from './support/visitor.js';

const FOLDER = new URL('..', import.meta.url).pathname;
const TSC = new URL('../../../node_modules/.bin/tsc', import.meta.url).pathname;
const KEY = 'a key that outlives the server';

interface Run {
  readonly process: ChildProcess;
  /** What it prints until it listens. */
  readonly line: Promise<string>;
  readonly ended: Promise<{ code: number | null; output: string; errors: string }>;
}

const runs: Run[] = [];
let files: string;

// A build that has nothing to do takes a second; the first of a clone takes longer.
beforeAll(
  () => promisify(execFile)(TSC, ['-b', 'tsconfig.build.json'], { cwd: FOLDER, env: withoutOptions() }),
  120_000,
);

beforeEach(async () => {
  files = await mkdtemp(join(tmpdir(), 'chat-'));
});

afterEach(async () => {
  for (const { process } of runs) process.kill('SIGKILL');
  await Promise.all(runs.splice(0).map(({ ended }) => ended));
  await rm(files, { recursive: true });
});

function withoutOptions(environment: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return { ...rest, ...environment };
}

function run(environment: Record<string, string>): Run {
  const started = spawn(process.execPath, ['dist/main.js'], { cwd: FOLDER, env: withoutOptions(environment) });
  let output = '';
  let errors = '';
  started.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const line = new Promise<string>((resolve) => {
    started.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('stops it.\n')) resolve(output);
    });
  });
  const ended = once(started, 'close').then(([code]) => ({ code: code as number | null, output, errors }));
  const one = { process: started, line, ended };
  runs.push(one);
  return one;
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s drains it, keeps the history, and it exits with 0', async (signal) => {
  const file = join(files, 'history.json');
  const { process, line, ended } = run({ PORT: '0', SESSION_KEY: KEY, HISTORY_FILE: file });
  const [, url = ''] = /^Listening on (http:\/\/127\.0\.0\.1:\d+)\. Ctrl-C stops it\.\n$/.exec(await line) ?? [];
  const visitor = new Visitor({ url, stop: () => Promise.resolve() });
  await visitor.signIn('Ann');
  const socket = visitor.connect('lobby');
  await socket.next();
  socket.client.send('hello');
  await socket.next();
  const ending = socket.ending();
  process.kill(signal);
  expect(await ending).toEqual([1012, 'the server restarts']);
  expect(await ended).toEqual({ code: 0, output: await line, errors: '' });
  expect(await readFile(file, 'utf8')).toContain('"text":"hello"');
});

test('without a key it says what that means', async () => {
  const { process, line, ended } = run({ PORT: '0' });
  await line;
  process.kill('SIGTERM');
  expect((await ended).output).toMatch(/Set SESSION_KEY, and .*\n$/);
});

test('a port that is taken is said in one sentence, and it exits with 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  try {
    expect(await run({ PORT: String(port) }).ended).toEqual({
      code: 1,
      output: '',
      errors: `127.0.0.1:${port} is taken: stop what listens there, or choose another PORT.\n`,
    });
  } finally {
    other.close();
  }
});

test.each([
  [{ PORT: 'eighty' }, /^PORT is "eighty": give a whole number from 0 to 65535\.\n$/],
  [{ PORT: '0', HOST: '192.0.2.1' }, /^192\.0\.2\.1 is no address of this machine: choose another HOST\.\n$/],
  [{ PORT: '0', SESSION_KEY: 'secret' }, /^SESSION_KEY is too short: .*\.\n$/],
])('%p is said in one sentence, and it exits with 1', async (environment, sentence) => {
  const { code, output, errors } = await run(environment).ended;
  expect(errors).toMatch(sentence);
  expect({ code, output }).toEqual({ code: 1, output: '' });
});

test('a history that is none is said in one sentence, and left as it is', async () => {
  const file = join(files, 'history.json');
  await writeFile(file, 'my diary');
  const { code, errors } = await run({ PORT: '0', HISTORY_FILE: file }).ended;
  expect(code).toBe(1);
  expect(errors).toMatch(/^HISTORY_FILE .*history\.json holds no history: .*\n$/);
  expect(await readFile(file, 'utf8')).toBe('my diary');
});
