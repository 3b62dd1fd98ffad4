// The program as a user starts it.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { WebSocket as Client } from 'ws';

const FOLDER = new URL('..', import.meta.url).pathname;
const TSC = new URL('../../../node_modules/.bin/tsc', import.meta.url).pathname;

interface Run {
  readonly process: ChildProcess;
  /** The first line of its output. */
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
      if (output.includes('\n')) resolve(output);
    });
  });
  const ended = once(started, 'close').then(([code]) => ({ code: code as number | null, output, errors }));
  const one = { process: started, line, ended };
  runs.push(one);
  return one;
}

async function connect(line: string): Promise<Client> {
  const url = /http:\/\/[^/]+/.exec(line)?.[0] ?? 'no URL';
  const client = new Client(`${url.replace('http', 'ws')}/echo`);
  await once(client, 'open');
  return client;
}

test('it says where it listens', async () => {
  const { line } = run({ PORT: '0' });
  expect(await line).toMatch(/^Listening on http:\/\/127\.0\.0\.1:\d+\/ .*Ctrl-C stops it\.\n$/);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s drains it, and it exits with 0', async (signal) => {
  const { process, line, ended } = run({ PORT: '0' });
  const client = await connect(await line);
  const closed = once(client, 'close') as Promise<[number]>;
  process.kill(signal);
  expect((await closed)[0]).toBe(1001);
  expect(await ended).toEqual({ code: 0, output: await line, errors: '' });
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
  [{ PORT: '0', ORIGINS: 'example.org' }, /^ORIGINS has "example\.org": give .*\.\n$/],
])('%p is said in one sentence, and it exits with 1', async (environment, sentence) => {
  const { code, output, errors } = await run(environment).ended;
  expect(errors).toMatch(sentence);
  expect({ code, output }).toEqual({ code: 1, output: '' });
});
