// Many connections: in a row, at a time, refused, and of nothing but noise (§10.7).
import type { ConformanceCase } from '../../conformance-case.js';
import { check } from '../../failure.js';
import type { ServerUnderTest } from '../../server-under-test.js';

const heavy = { alone: true, timeout: 120_000 };
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

/** Opens, uses and closes a connection; in a row, or many at a time. */
async function visit(server: ServerUnderTest): Promise<void> {
  const peer = await server.open();
  await peer.expectAlive();
  await peer.closeCleanly();
  peer.socket.destroy();
}

const inARow: ConformanceCase = {
  ...heavy,
  id: 'load.2000-connections-in-a-row',
  section: '§4.2.2',
  says: '2,000 connections one after the other are served',
  async run(server) {
    for (let at = 0; at < 2000; at++) await visit(server);
  },
};

const atATime = [100, 500].map((count): ConformanceCase => {
  return {
    ...heavy,
    id: `load.${count}-connections-at-a-time`,
    section: '§4.2.2',
    says: `${count} connections at a time are served, all open before the first speaks`,
    async run(server) {
      const peers = await Promise.all(numbers(count).map(() => server.open()));
      await Promise.all(peers.map((peer) => peer.expectAlive()));
      await Promise.all(peers.map((peer) => peer.closeCleanly()));
    },
  };
});

const rejections: ConformanceCase = {
  ...heavy,
  id: 'load.1000-refusals',
  section: '§4.2.1',
  says: 'after 1,000 refused handshakes a good one is accepted',
  async run(server) {
    for (const at of numbers(1000)) {
      const peer = await server.connect();
      peer.send(server.request({ set: { 'Sec-WebSocket-Key': `bad ${at}` } }).bytes);
      const { response } = await peer.readResponse();
      check(response.status >= 400, `answered ${response.status}`);
      peer.socket.destroy();
    }
    await visit(server);
  },
};

/** A generator of bytes that are the same in every run. */
function* noise(seed: number): Generator<number, never> {
  for (let state = seed; ;) yield (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
}

const garbage: ConformanceCase = {
  ...heavy,
  id: 'load.garbage',
  section: '§10.7',
  says: '200 connections of random bytes end, one way or another, and a good one is served',
  async run(server) {
    for (const seed of numbers(200)) {
      const peer = await server.open();
      const bytes = noise(seed);
      peer.send(Buffer.from(numbers(200).map(() => bytes.next().value)));
      peer.socket.end();
      while (!peer.inbox.ending) await peer.inbox.changed('the end of TCP after random bytes');
    }
    await visit(server);
  },
};

const firstWords: ConformanceCase = {
  ...heavy,
  id: 'load.garbage-handshakes',
  section: '§10.7',
  says: '100 connections that begin with random bytes end, and a good one is served',
  async run(server) {
    for (const seed of numbers(100)) {
      const peer = await server.connect();
      const bytes = noise(seed + 1000);
      peer.send(Buffer.from(numbers(200).map(() => bytes.next().value)));
      peer.socket.end();
      while (!peer.inbox.ending) await peer.inbox.changed('the end of TCP after random bytes');
    }
    await visit(server);
  },
};

export const connections: readonly ConformanceCase[] = [inARow, ...atATime, rejections, garbage, firstWords];
