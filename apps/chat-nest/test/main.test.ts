// The program as a user starts it.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
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

// A build that has nothing to do takes a second; the first of a clone takes longer.
beforeAll(
  () => promisify(execFile)(TSC, ['-b', 'tsconfig.build.json'], { cwd: FOLDER, env: withoutOptions() }),
  120_000,
);

afterEach(async () => {
  for (const { process } of runs) process.kill('SIGKILL');
  await Promise.all(runs.splice(0).map(({ ended }) => ended));
});

function withoutOptions(environment: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return { ...rest, NO_COLOR: '1', ...environment };
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

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s drains it, streams and all, and it exits with 0',
  async (signal) => {
    const { process, line, ended } = run({ PORT: '0', TOKEN_KEY: KEY });
    const [, url = ''] = /^Listening on (http:\/\/127\.0\.0\.1:\d+)\. Ctrl-C stops it\.\n$/.exec(await line) ?? [];
    const visitor = new Visitor(url);
    await visitor.signIn('Ann');
    const tab = await visitor.enter('lobby');
    await tab.client.subscribe('pulse', { every: 100 }).next();
    const ending = tab.ending();
    process.kill(signal);
    expect(await ending).toEqual([1012, 'the server restarts']);
    expect(await ended).toEqual({ code: 0, output: await line, errors: '' });
  },
  20_000,
);

test('who is refused is in the log', async () => {
  const { process, line, ended } = run({ PORT: '0', TOKEN_KEY: KEY });
  const [url = ''] = /http:\S+(?=\.)/.exec(await line) ?? [];
  await expect(new Visitor(url).enter('lobby')).rejects.toMatchObject({ status: 401 });
  process.kill('SIGTERM');
  expect((await ended).output).toMatch(/ WARN \[WebSocket\] refused a handshake for \/rooms\/lobby: 401 .*\n$/);
}, 20_000);

test('without a key it says what that means', async () => {
  const { process, line, ended } = run({ PORT: '0' });
  await line;
  process.kill('SIGTERM');
  expect((await ended).output).toMatch(/Set TOKEN_KEY, and .*\n$/);
}, 60_000);

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
}, 60_000);

test.each([
  [{ PORT: 'eighty' }, /^PORT is "eighty": give a whole number from 0 to 65535\.\n$/],
  [{ PORT: '0', HOST: '192.0.2.1' }, /^192\.0\.2\.1 is no address of this machine: choose another HOST\.\n$/],
  [{ PORT: '0', TOKEN_KEY: 'secret' }, /^TOKEN_KEY is too short: .*\.\n$/],
])(
  '%p is said in one sentence, and it exits with 1',
  async (environment, sentence) => {
    const { code, output, errors } = await run(environment).ended;
    expect(errors).toMatch(sentence);
    expect({ code, output }).toEqual({ code: 1, output: '' });
  },
  20_000,
);
