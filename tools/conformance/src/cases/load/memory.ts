// How much memory strangers can make a server hold (§10.4). Judged only for a process on this machine whose id is told:
// its resident size is read from /proc.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ConformanceCase } from '../../conformance-case.js';
import { check } from '../../failure.js';
import type { ServerUnderTest } from '../../server-under-test.js';
import type { RawPeer } from '../../wire/raw-peer.js';
import { binary, continuation, filler, frame, opcodes, ping } from '../../wire/client-frame.js';

const MiB = 1024 * 1024;

async function residentSize(server: ServerUnderTest): Promise<number> {
  const status = await readFile(`/proc/${server.settings.processId}/status`, 'latin1');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}

/** A case that does something to the server and bounds what its memory may grow by; the bounds leave room for garbage. */
const bounded = (name: string, says: string, bound: number, run: ConformanceCase['run']): ConformanceCase => {
  return {
    id: `memory.${name}`,
    section: '§10.4',
    says: `${says}: at most ${bound} MiB`,
    alone: true,
    timeout: 60_000,
    needs: ({ processId }) =>
      processId && existsSync(`/proc/${processId}/status`) ? undefined : "the server's process is not known here",
    async run(server) {
      const before = await residentSize(server);
      await run(server);
      const grown = (await residentSize(server)) - before;
      check(grown < bound * MiB, `the server grew by ${Math.round(grown / MiB)} MiB; bound: ${bound} MiB`);
    },
  };
};

/** The server may have had enough, and close; if not, it has read everything when the pong comes. */
async function readToTheEnd(peer: RawPeer): Promise<void> {
  peer.send(ping());
  const { opcode } = await peer.readFrame('a pong, or a close');
  check(opcode === opcodes.pong || opcode === opcodes.close, `got opcode ${opcode}; due: a pong, or a close`);
}

const open = (server: ServerUnderTest, count: number) =>
  Promise.all(Array.from({ length: count }, () => server.open()));

export const memory: readonly ConformanceCase[] = [
  bounded('announced', '50 clients that announce the largest message and send none of it', 60, async (server) => {
    for (const peer of await open(server, 50)) {
      peer.send(binary('', { announced: Math.min(server.settings.maxMessageSize, 16 * MiB) }), Buffer.alloc(100));
    }
    await (await server.open()).sync();
  }),
  bounded('empty-fragments', 'a client that sends 500,000 empty fragments', 60, async (server) => {
    const peer = await server.open();
    peer.send(binary('', { final: false }));
    const thousand = Buffer.concat(Array.from({ length: 1000 }, () => continuation('', { final: false })));
    await peer.sendApart(Array.from({ length: 500 }, () => thousand));
    await readToTheEnd(peer);
  }),
  bounded('tiny-fragments', 'a client that sends 200,000 fragments of one byte', 60, async (server) => {
    const peer = await server.open();
    peer.send(binary('', { final: false }));
    const thousand = Buffer.concat(Array.from({ length: 1000 }, () => continuation('x', { final: false })));
    await peer.sendApart(Array.from({ length: 200 }, () => thousand));
    await readToTheEnd(peer);
  }),
  bounded('byte-by-byte', 'a message of 20,000 bytes that comes byte by byte and does not end', 40, async (server) => {
    const peer = await server.open();
    await peer.sendPieces(frame({ opcode: opcodes.binary, payload: filler(20_000), announced: 30_000 }), 1);
  }),
  bounded('idle', '1,000 idle connections', 100, async (server) => {
    const peers = await open(server, 1000);
    await Promise.all(peers.map((peer) => peer.sync()));
  }),
  bounded('come-and-go', '3,000 connections that came and went', 60, async (server) => {
    for (let round = 0; round < 3000; round++) {
      const peer = await server.open();
      peer.socket.resetAndDestroy();
    }
    await (await server.open()).sync();
  }),
  bounded('unread-pings', 'a client that sends 16 MiB of pings and reads no pong', 60, async (server) => {
    const peer = await server.open();
    peer.socket.pause();
    const thousand = Buffer.concat(Array.from({ length: 1000 }, () => ping(filler(125))));
    for (let sent = 0; sent < 16 * MiB; sent += thousand.length) peer.socket.write(thousand);
    await (await server.open()).sync();
  }),
];
