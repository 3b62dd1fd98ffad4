// Much of everything, within bounds (§5.5.2, §10.4).
import { once } from 'node:events';
import type { ConformanceCase } from '../../conformance-case.js';
import { check, Failure } from '../../failure.js';
import { binary, filler, frame, fragments, opcodes, ping, text } from '../../wire/client-frame.js';
import type { RawPeer } from '../../wire/raw-peer.js';
import { expectPongsUpTo } from '../frames/control.js';

const MiB = 1024 * 1024;
const heavy = { alone: true, timeout: 120_000 };
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

const pings = [false, true].map((apart): ConformanceCase => {
  return {
    ...heavy,
    id: `load.10000-pings.${apart ? 'by-hundreds' : 'at-once'}`,
    section: '§5.5.2',
    says: `the connection survives 10,000 pings ${apart ? 'in writes of a hundred' : 'in one write'}, and the last is answered`,
    async run(server) {
      const peer = await server.open();
      const all = numbers(10_000).map((at) => ping(String(at)));
      const write = apart
        ? peer.sendApart(numbers(100).map((at) => Buffer.concat(all.slice(at * 100, at * 100 + 100))))
        : peer.send(...all);
      await expectPongsUpTo(peer, all.length);
      await write;
      await peer.expectAlive();
      await peer.closeCleanly();
    },
  };
});

const bigPings: ConformanceCase = {
  ...heavy,
  id: 'load.10000-pings.answered-one-by-one',
  section: '§5.5.2',
  says: '10,000 pings of 125 bytes, each after the pong of the last, are answered',
  async run(server) {
    const peer = await server.open();
    for (let round = 0; round < 10_000; round++) {
      const payload = filler(125, opcodes.binary);
      payload.writeUInt32BE(round);
      peer.send(ping(payload));
      await peer.expectPong(payload);
    }
    await peer.closeCleanly();
  },
};

const pongsInRow: ConformanceCase = {
  ...heavy,
  id: 'load.10000-pongs',
  section: '§5.5.3',
  says: 'the connection survives 10,000 unasked pongs',
  async run(server) {
    const peer = await server.open();
    peer.send(...numbers(10_000).map(() => frame({ opcode: opcodes.pong, payload: 'x' })));
    await peer.expectAlive();
    await peer.closeCleanly();
  },
};

const manyMessages: ConformanceCase = {
  ...heavy,
  id: 'load.20000-messages',
  section: '§6.2',
  says: '20,000 small messages in one write come back in order',
  async run(server) {
    const peer = await server.open();
    peer.send(...numbers(20_000).map((at) => text(`message ${at}`)));
    for (const at of numbers(20_000)) await peer.expectMessage(opcodes.text, Buffer.from(`message ${at}`));
    await peer.closeCleanly();
  },
};

const bigAndSmall: ConformanceCase = {
  ...heavy,
  id: 'load.big-and-small',
  section: '§6.2',
  says: 'big and small messages in turn come back in order, and pings among them are answered',
  async run(server) {
    const peer = await server.open();
    const big = Math.min(server.settings.maxMessageSize, MiB);
    const messages = numbers(60).map((at) => filler(at % 3 ? at : big - at, opcodes.binary));
    peer.send(...messages.flatMap((payload, at) => [binary(payload), ping(String(at))]));
    const parts: Buffer[] = [];
    let answered = -1;
    for (let next = 0; next < messages.length || answered < messages.length - 1;) {
      const got = await peer.readFrame(`message ${next} or a pong`);
      if (got.opcode === opcodes.pong) {
        const number = Number(got.payload.toString());
        check(number > answered, `pong ${number} after pong ${answered}`);
        answered = number;
      } else {
        parts.push(got.payload);
        if (!got.final) continue;
        const payload = Buffer.concat(parts.splice(0));
        check(payload.equals(messages[next] ?? Buffer.alloc(0)), `message ${next} differs`);
        next++;
      }
    }
    await peer.closeCleanly();
  },
};

const emptyFragments = [10_000, 100_000].map((count): ConformanceCase => {
  return {
    ...heavy,
    id: `load.${count}-empty-fragments`,
    section: '§5.4',
    says: `${count} empty fragments are an empty message, or more than the server takes (1008, 1009); a ping among them is answered`,
    async run(server) {
      const peer = await server.open();
      const all = fragments(opcodes.binary, Array<string>(count).fill(''));
      peer.send(...all.slice(0, 100), ping('p'));
      await peer.expectPong(Buffer.from('p'));
      peer.send(...all.slice(100));
      const answer = await peer.readFrame('the echo of an empty message, or close 1008 or 1009');
      if (answer.opcode === opcodes.close) {
        check([1008, 1009].includes(answer.payload.readUInt16BE()), 'closed with another code than 1008 or 1009');
        return;
      }
      check(answer.opcode === opcodes.binary && answer.payload.length === 0, 'the echo is not the empty message');
      await peer.closeCleanly();
    },
  };
});

/** Sends without reading until the socket takes no more; resolves to the bytes sent. */
async function sendUntilBlocked(peer: RawPeer, chunk: Buffer, bound: number): Promise<number> {
  peer.socket.pause();
  for (let sent = 0; sent < bound; sent += chunk.length) {
    check(!peer.inbox.ending && peer.socket.writable, 'the server ended the connection instead of reading no more');
    if (peer.socket.write(chunk)) continue;
    try {
      // That nothing drains can only be seen by waiting; the server has nothing else to do meanwhile.
      await once(peer.socket, 'drain', { signal: AbortSignal.timeout(1500) });
    } catch {
      check(peer.socket.writable, 'the server ended the connection instead of reading no more');
      return sent + chunk.length;
    }
  }
  throw new Failure(
    `the server read ${bound / MiB} MiB from a client that reads nothing: its memory has no bound (§10.4)`,
  );
}

const large = filler(64 * 1024, opcodes.binary);
const small = Buffer.from('small message');

const unread = (
  [
    ['messages', 'messages', binary(large), 1, opcodes.binary, large],
    [
      'small-messages',
      'small messages',
      Buffer.concat(numbers(1000).map(() => text(small))),
      1000,
      opcodes.text,
      small,
    ],
    ['pings', 'pings', Buffer.concat(numbers(500).map(() => ping(filler(125)))), 0, opcodes.pong, filler(125)],
  ] as const
).map(([name, what, chunk, count, opcode, payload]): ConformanceCase => {
  return {
    ...heavy,
    id: `load.unread.${name}`,
    section: '§10.4',
    says: `a client that sends ${what} and reads nothing is stopped, and finds all answers when it reads`,
    async run(server) {
      const peer = await server.open();
      const sent = await sendUntilBlocked(peer, chunk, 64 * MiB);
      const other = await server.open();
      await other.expectAlive();
      await other.closeCleanly();
      peer.socket.resume();
      if (count === 0) return;
      await peer.expectCopies(opcode, payload, (sent / chunk.length) * count);
      await peer.expectAlive();
    },
  };
});

export const load: readonly ConformanceCase[] = [
  ...pings,
  bigPings,
  pongsInRow,
  manyMessages,
  bigAndSmall,
  ...emptyFragments,
  ...unread,
];
