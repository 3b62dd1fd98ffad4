// The program as a user starts it: built, in a pipe and in a real terminal.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { closeLater } from './support/opened.js';
import { secureEcho } from './support/secure-echo.js';
import { serve } from './support/served.js';

const FOLDER = new URL('..', import.meta.url).pathname;
const PROGRAM = new URL('../bin/ws4ts-dev.js', import.meta.url).pathname;
const CERTIFICATE = new URL('../../../tools/contract/fixtures/certificate.pem', import.meta.url).pathname;
const TSC = new URL('../../../node_modules/.bin/tsc', import.meta.url).pathname;

// A build that has nothing to do takes a second; the first of a clone takes longer.
beforeAll(() => promisify(execFile)(TSC, ['-b', 'tsconfig.build.json'], { cwd: FOLDER, env: environment() }), 120_000);

/** Without what the tests' own Node is told. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env;
  return { ...rest, TERM: 'xterm' };
}

/** A running program: what it has written, and how it ended. */
class Running {
  output = '';
  readonly ended: Promise<number | null>;
  private wake = (): void => {};

  constructor(readonly process: ChildProcess) {
    for (const stream of [process.stdout!, process.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.wake();
      });
    }
    this.ended = once(process, 'close').then(([code]) => code as number | null);
    closeLater(async () => {
      process.kill('SIGKILL');
      await this.ended;
    });
  }

  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.output);
      if (found !== null) return found[1] ?? found[0];
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  type(text: string): void {
    this.process.stdin!.write(text);
  }
}

const pipe = (words: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  new Running(spawn(process.execPath, [PROGRAM, ...words], { env: { ...environment(), ...more } }));

/** In a pseudo-terminal, by util-linux's script. */
function terminal(...words: string[]): Running {
  const command = [process.execPath, PROGRAM, ...words].map((word) => `'${word}'`).join(' ');
  // Without exec some shells stay in between, and a Ctrl-C ends them with 130.
  return new Running(spawn('script', ['-qec', `exec ${command}`, '/dev/null'], { env: environment() }));
}

test('in a pipe it serves without colours, and SIGTERM stops it with 0', async () => {
  const server = pipe(['--port', '0']);
  const url = await server.until(/ws:\S+\/echo/);
  const client = pipe(['connect', url, '--once']);
  client.process.stdin!.end('hello\n');
  expect(await client.ended).toBe(0);
  expect(client.output).toBe('hello\n');
  server.process.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(server.output).not.toContain('\u001b');
}, 30_000);

test('of many connections Node has nothing to warn of', async () => {
  const { url } = await serve();
  const bench = pipe(['bench', `${url}/echo`, '-c', '60', '-d', '0.2']);
  expect(await bench.ended).toBe(0);
  expect(bench.output).not.toContain('Warning');
}, 30_000);

test('a wrong option ends it with 2', async () => {
  const wrong = pipe(['--port', 'none']);
  expect(await wrong.ended).toBe(2);
  expect(wrong.output).toContain('give a number from 0 to 65535');
}, 30_000);

test('a proxy takes the certificate of a target that Node was told to trust', async () => {
  const target = (await secureEcho()).replace(/\/echo$/, '');
  const server = pipe(['--proxy', target, '--port', '0'], { NODE_EXTRA_CA_CERTS: CERTIFICATE });
  const url = await server.until(/(ws:\S+)\/…/);
  const client = pipe(['connect', `${url}/echo`, '--once']);
  client.process.stdin!.end('hello\n');
  expect(await client.ended).toBe(0);
  expect(client.output).toBe('hello\n');
}, 30_000);

describe('in a terminal', () => {
  beforeAll(() => {
    if (existsSync('/usr/bin/script')) return;
    throw new Error('no pseudo-terminal can be opened: install /usr/bin/script (Debian package bsdutils)');
  });

  test('what is typed is sent, what comes is shown in colours, and commands are obeyed', async () => {
    const { url } = await serve();
    const client = terminal('connect', `${url}/echo`);
    await client.until(/connected to ws:.*\/help/);
    client.type('{"a":[1,true,"x"]}\r');
    // Keys in cyan, numbers in yellow, words in magenta, strings in green.
    // oxlint-disable-next-line no-control-regex
    await client.until(/\u001b\[36m"a"\u001b\[39m:\[\u001b\[33m1\u001b\[39m,\u001b\[35mtrue\u001b\[39m,\u001b\[32m"x"/);
    client.type('/ping there\r');
    await client.until(/pong there after [\d.]+ ms/);
    client.type('/binary 00 41\r');
    // oxlint-disable-next-line no-control-regex
    await client.until(/2 bytes\r\n\u001b\[2m000000\u001b\[22m {2}00 41 +\u001b\[2m\.A/);
    client.type('/nonsense\r');
    await client.until(/there is no \/nonsense/);
    client.type('//slash\r');
    await client.until(/\n[^\n]*\/slash\r\n/);
    // The line before, once more.
    client.type('\u001b[A\r');
    await client.until(/slash[^]*slash[^]*slash/);
    client.type('/close 1000 enough\r');
    await client.until(/closed with 1000: the work is done/);
    expect(await client.ended).toBe(0);
  }, 30_000);

  test('Ctrl-C closes a client with 1000, and stops a server', async () => {
    const server = terminal('--port', '0');
    const url = await server.until(/ws:\S+\/echo/);
    // oxlint-disable-next-line no-control-regex
    expect(server.output).toMatch(/\u001b\[1mws4ts dev server\u001b\[22m/);
    const client = terminal('connect', url);
    await client.until(/connected to/);
    client.type('abc\u0003');
    // What was typed goes away.
    // oxlint-disable-next-line no-control-regex
    await client.until(/\r\u001b\[Jclosed with 1000/);
    expect(await client.ended).toBe(0);
    server.type('\u0003');
    expect(await server.ended).toBe(0);
  }, 30_000);
});
