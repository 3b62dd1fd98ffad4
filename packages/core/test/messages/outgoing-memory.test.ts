// A client that does not read costs a server no more than the bound: measured in a process of its own, through the kernel.
import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { WhenFull } from '../../src/options/connection-options.js';

const MIB = 2 ** 20;
const BOUND = 8 * MIB;
const SLACK = 16 * MIB;
const SMALL = 1024;

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

interface Report {
  readonly before: number;
  readonly most: number;
  readonly open: number;
  readonly sent: number;
}

/** Lets a server send 64 MiB to clients that do not read, and tells what its memory did meanwhile. */
async function flood(whenFull: WhenFull, size: number, clients: number): Promise<Report> {
  const program = new URL('../support-connection/flooding-server.ts', import.meta.url);
  const server = spawn(
    process.execPath,
    [
      '--expose-gc',
      // Of a million small messages the objects alone fill what the collector keeps in reserve: that is not what is measured.
      ...(size < SMALL ? ['--max-semi-space-size=1'] : []),
      '--import',
      new URL('../../../../tools/snippets/loader/register.mjs', import.meta.url).href,
      program.pathname,
      whenFull,
      String(BOUND),
      String(size),
      String(clients),
      size < SMALL ? 'collected' : '',
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  ends.push(() => server.kill('SIGKILL'));
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  const sockets: Socket[] = [];
  ends.push(() => sockets.forEach((socket) => socket.destroy()));
  for (let i = 0; i < clients; i++) {
    const socket = connect(port, '127.0.0.1').pause();
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
  }
  const report = JSON.parse((await lines.next()).value as string) as Report;
  server.stdin.end();
  await once(server, 'exit');
  return report;
}

describe('64 MiB to a client that does not read', () => {
  it.each<[WhenFull, number]>([
    ['close', 64 * 1024],
    ['wait', 64 * 1024],
    ['drop-new', 64 * 1024],
    ['drop-old', 64 * 1024],
    ['conflate', 64 * 1024],
    ['drop-old', 64],
  ])(
    '%s, in messages of %d bytes',
    async (whenFull, size) => {
      const { before, most, open, sent } = await flood(whenFull, size, 1);
      const bound = whenFull === 'wait' ? BOUND * 2 : BOUND;
      expect(most - before).toBeLessThan(bound + SLACK);
      expect(open).toBe(whenFull === 'close' || whenFull === 'wait' ? 0 : 1);
      expect(sent * size === 64 * MIB).toBe(open === 1);
    },
    60_000,
  );
});

describe('64 MiB to a room of 1,000 that do not read', () => {
  it('costs what it costs for one: they share what waits', async () => {
    const { before, most, open } = await flood('drop-new', 64 * 1024, 1000);
    expect(open).toBe(1000);
    expect(most - before).toBeLessThan(BOUND + SLACK);
  }, 60_000);
});
