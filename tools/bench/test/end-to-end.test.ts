import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Destination } from '../src/load/load.js';
import { Child } from '../src/process/child.js';
import type { LoadPlan } from '../src/plan/load-plan.js';
import { servers } from '../src/plan/server-table.js';
import { workloads } from '../src/plan/workloads.js';

const project = join(import.meta.dirname, '..');
const dist = join(project, 'dist');
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));

beforeAll(() => {
  const compiler = join(project, '..', '..', 'node_modules', '.bin', 'tsc');
  execFileSync(compiler, ['-b', join(project, 'tsconfig.build.json')], { stdio: 'inherit' });
}, 60_000);

const briefly = ['--rounds', '1', '--duration', '20', '--warm-up', '20'];

function readSummaries(from: string): Record<string, unknown>[] {
  const results = JSON.parse(readFileSync(join(from, 'results.json'), 'utf8')) as {
    summaries: Record<string, unknown>[];
  };
  return results.summaries;
}

afterAll(() => rmSync(folder, { recursive: true }));

test('the command measures ws and raw sockets', async () => {
  const words = '64 x 20 B text,bursts of 16,handshake';
  const options = ['--servers', 'net', ...briefly, '--out', folder];
  const { stdout } = await run(process.execPath, [join(dist, 'main.js'), '--only', words, ...options]);
  expect(stdout).toContain('pipelined 64 x 20 B text');
  expect(readFileSync(join(folder, 'results.md'), 'utf8')).toContain(stdout.slice(stdout.indexOf('\ncost')).trim());
  expect(readFileSync(join(folder, 'chart.svg'), 'utf8')).toContain('<svg');
  const summaries = readSummaries(folder);
  expect(summaries).toHaveLength(6);
  for (const { cost, ratio, speed } of summaries) {
    expect(cost).toBeGreaterThan(0);
    expect(ratio).toBeGreaterThan(0);
    expect(speed).toMatchObject({ rate: expect.any(Number), p50: expect.any(Number), p99: expect.any(Number) });
  }
}, 60_000);

test('the command measures compression, and what ws sends is what zlib sends', async () => {
  const out = join(folder, 'deflate');
  const options = ['--servers', 'ws4ts,net', ...briefly, '--out', out];
  const { stdout } = await run(process.execPath, [join(dist, 'main.js'), '--only', 'deflate pipelined', ...options]);
  expect(stdout).toMatch(/\ndeflate pipelined 16 x 1 KiB JSON +\| \d+ B {2}1\.00 +\| \d+ B {2}\d\.\d\d\n/);
  expect(readSummaries(out)).toMatchObject([
    { server: 'ws', output: { bytes: expect.any(Number), ratio: 1 } },
    { server: 'ws4ts', output: { bytes: expect.any(Number), ratio: expect.any(Number) } },
  ]);
}, 60_000);

test('every server answers what the load expects of it', async () => {
  const out = join(folder, 'all');
  const rows = servers.filter(({ isPeer }) => !isPeer);
  const options = ['--servers', rows.map(({ name }) => name).join(','), ...briefly, '--out', out];
  const words = 'ping-pong 125 B text,enveloped ping-pong 125 B,receive only 20 B,send only 20 B';
  await run(process.execPath, [join(dist, 'main.js'), '--only', words, ...options]);
  expect(new Set(readSummaries(out).map(({ server }) => server))).toEqual(new Set(rows.map(({ name }) => name)));
}, 60_000);

test('the command profiles', async () => {
  const options = ['--profile', '--only', 'ping-pong 20 B text', ...briefly, '--out', folder];
  const { stdout } = await run(process.execPath, [join(dist, 'main.js'), ...options]);
  expect(stdout).toMatch(/^## ws4ts: ping-pong 20 B text$/m);
  expect(stdout).toMatch(/^- \d+\.\d % Node's JavaScript$/m);
  expect(readFileSync(join(folder, 'flames', 'ws4ts-ping-pong-20-b-text.svg'), 'utf8')).toContain('socketData');
}, 60_000);

test('a steady pace is kept, whatever the answers take', async () => {
  const plan = { kind: 'paced', connections: 4, content: 'ascii', size: 20, rate: 1000 } as const;
  const server = new Child('the server', [process.execPath, join(dist, 'servers', 'ours', 'ws4ts.js')]);
  const load = new Child('the load', [process.execPath, join(dist, 'load', 'generator.js')]);
  try {
    const destination: Destination = { port: Number(await server.receive()), sendsMasked: false, dialect: 'plain' };
    await load.ask({ act: 'open', plan, destination });
    const { done } = (await load.ask({ act: 'run', milliseconds: 200 })) as {
      done: { units: number; seconds: number };
    };
    expect(done.units / done.seconds).toBeLessThan(1010);
    expect(done.units).toBeGreaterThan(20);
  } finally {
    await Promise.all([server.end(), load.end()]);
  }
}, 60_000);

test('a wrong argument is one plain sentence', async () => {
  const command = run(process.execPath, [join(dist, 'main.js'), '--rounds', 'x']);
  await expect(command).rejects.toMatchObject({ code: 2, stderr: '--rounds takes a whole number above 0, not "x"\n' });
});

test.each<LoadPlan>([
  { kind: 'idle', connections: 10 },
  { kind: 'compressed-idle', connections: 10, messages: 32 },
])('an idle connection is opened and answered for: $kind', async (plan) => {
  const server = new Child('the server', [process.execPath, '--expose-gc', join(dist, 'servers', 'others', 'ws.js')]);
  const load = new Child('the load', [process.execPath, join(dist, 'load', 'generator.js')]);
  try {
    const destination: Destination = { port: Number(await server.receive()), sendsMasked: false, dialect: 'plain' };
    expect(await load.ask({ act: 'open', plan, destination })).toEqual({ done: null });
    expect(await server.ask('memory')).toBeGreaterThan(1e6);
  } finally {
    await Promise.all([server.end(), load.end()]);
  }
});

describe('a server that cannot be believed', () => {
  let server: Server | undefined;

  afterEach(() => server?.close());

  /** Shakes hands and then gives each of the client's chunks to the function. */
  async function lie(answer: (chunk: Buffer) => Buffer): Promise<unknown> {
    server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (request) => {
        const key = /^sec-websocket-key: *(\S+)/im.exec(request.toString('latin1'))?.[1];
        const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
        socket.write(`HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
        socket.on('data', (chunk) => socket.write(answer(chunk)));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const load = new Child('the load', [process.execPath, join(dist, 'load', 'generator.js')]);
    try {
      const { port } = server.address() as AddressInfo;
      const destination: Destination = { port, sendsMasked: true, dialect: 'plain' };
      expect(await load.ask({ act: 'open', plan: workloads[0]!.plan, destination })).toEqual({ done: null });
      return await load.ask({ act: 'run', milliseconds: 20 });
    } finally {
      await load.end();
    }
  }

  test('sends back the truth', async () => {
    expect(await lie((chunk) => chunk)).toMatchObject({ done: { units: expect.any(Number) } });
  });

  test('sends back wrong bytes', async () => {
    expect(await lie((chunk) => Buffer.alloc(chunk.length))).toEqual({
      failed: expect.stringContaining('wrong bytes'),
    });
  });

  test('sends back too much', async () => {
    expect(await lie((chunk) => Buffer.concat([chunk, chunk]))).toEqual({
      failed: expect.stringContaining('were due'),
    });
  });
});

test('a process that ends early is an error with what it wrote', async () => {
  const child = new Child('the child', [process.execPath, '-e', 'console.error("no luck"); process.exitCode = 3']);
  await expect(child.receive()).rejects.toThrow(/^the child ended early \(3\)/);
});

test('a process that is silent is an error', async () => {
  const child = new Child('the child', [process.execPath, '-e', 'process.on("disconnect", () => {})']);
  await expect(child.receive(50)).rejects.toThrow('the child was silent for 50 ms');
  await child.end();
});
