// Pings and pongs (§5.5.2, §5.5.3).
import type { ConformanceCase } from '../../conformance-case.js';
import { check, Failure } from '../../failure.js';
import { binary, filler, hex, opcodes, ping, pong, text } from '../../wire/client-frame.js';
import type { RawPeer } from '../../wire/raw-peer.js';
import { echoes, fails, pongs, script } from '../script.js';

const notText = hex('00 ff fe fd fc fb 00 ff');
const ten = Array.from({ length: 10 }, (_, at) => `payload-${at}`);

/** Chapter 2. */
const chapter = [
  script({ id: '2.1', section: '§5.5.2', says: 'an empty ping has an empty pong', send: [ping()], expect: [pongs()] }),
  script({
    id: '2.2',
    section: '§5.5.3',
    says: 'a pong carries the text of its ping',
    send: [ping('Hello, world!')],
    expect: [pongs('Hello, world!')],
  }),
  script({
    id: '2.3',
    section: '§5.5.3',
    says: 'a pong carries the bytes of its ping, UTF-8 or not',
    send: [ping(notText)],
    expect: [pongs(notText)],
  }),
  script({
    id: '2.4',
    section: '§5.5',
    says: 'a ping of 125 bytes is answered',
    send: [ping(Buffer.alloc(125, 0xfe))],
    expect: [pongs(Buffer.alloc(125, 0xfe))],
  }),
  script({
    id: '2.5',
    section: '§5.5',
    says: 'a ping of 126 bytes fails the connection',
    send: [ping(Buffer.alloc(126, 0xfe))],
    expect: [fails(1002)],
  }),
  script({
    id: '2.6',
    section: '§5.5',
    says: 'a ping of 125 bytes that come one by one is answered',
    send: [ping(Buffer.alloc(125, 0xfe))],
    cut: 1,
    expect: [pongs(Buffer.alloc(125, 0xfe))],
  }),
  ...['', 'unsolicited pong payload'].map((payload, at) =>
    script({
      id: `2.${at + 7}`,
      section: '§5.5.3',
      says: `an unasked pong ${payload ? 'with a payload ' : ''}is not answered`,
      send: [pong(payload)],
      expect: [(peer) => peer.expectAlive()],
    }),
  ),
  script({
    id: '2.9',
    section: '§5.5.3',
    says: 'an unasked pong is ignored and the ping after it answered',
    send: [pong('unsolicited pong payload'), ping('ping payload')],
    expect: [pongs('ping payload')],
  }),
  ...(['whole', 1] as const).map((cut, at) =>
    script({
      id: `2.${at + 10}`,
      section: '§5.5.3',
      says: `ten pings have ten pongs, in order (cut: ${cut})`,
      send: ten.map((payload) => ping(payload)),
      cut,
      expect: ten.map((payload) => pongs(payload)),
    }),
  ),
];

const everySize: ConformanceCase = {
  id: 'control.ping.sizes',
  section: '§5.5',
  says: 'pings of every size from 0 to 125 are answered with their own bytes',
  async run(server) {
    const peer = await server.open();
    for (let size = 0; size <= 125; size++) {
      const payload = filler(size, opcodes.binary);
      peer.send(ping(payload));
      await peer.expectPong(payload);
    }
    await peer.closeCleanly();
  },
};

const pongSizes: ConformanceCase = {
  id: 'control.pong.sizes',
  section: '§5.5.3',
  says: 'unasked pongs of every size are ignored: "A response to an unsolicited Pong frame is not expected"',
  async run(server) {
    const peer = await server.open();
    for (let size = 0; size <= 125; size++) peer.send(pong(filler(size, opcodes.binary)));
    await peer.expectAlive();
    await peer.closeCleanly();
  },
};

const order = [
  script({
    id: 'control.order.ping-first',
    section: '§5.5.2',
    says: 'a ping before a message is answered before the message comes back',
    send: [ping('p'), text('t')],
    expect: [pongs('p'), echoes('t')],
  }),
  script({
    id: 'control.two-masks',
    section: '§5.3',
    says: 'a ping is unmasked before its payload is sent back',
    send: [ping('same', { maskingKey: hex('00000000') }), ping('same', { maskingKey: hex('a5a5a5a5') })],
    expect: [pongs('same'), pongs('same')],
  }),
  script({
    id: 'control.ping.looks-like-close',
    section: '§5.5.2',
    says: 'the payload of a ping is not looked into',
    send: [ping(hex('03e8')), ping(hex('88 00')), ping(hex('ff'))],
    expect: [pongs(hex('03e8')), pongs(hex('88 00')), pongs(hex('ff'))],
  }),
];

const reader = { message: opcodes.binary, pong: opcodes.pong };

/** A message and a ping in one segment: each has its answer, in whichever order (§5.5.2: "as soon as is practical"). */
const both: ConformanceCase = {
  id: 'control.order.any',
  section: '§5.5.2',
  says: 'a message and a ping in one segment both have their answer',
  async run(server) {
    const peer = await server.open();
    const payload = filler(1000, opcodes.binary);
    peer.send(binary(payload), ping('p'));
    const seen = [await peer.readFrame('an answer'), await peer.readFrame('another answer')];
    const opcodesSeen = seen.map(({ opcode }) => opcode).toSorted((a, b) => a - b);
    check(opcodesSeen.join() === `${reader.message},${reader.pong}`, `got the opcodes ${opcodesSeen.join(' and ')}`);
    await peer.closeCleanly();
  },
};

/**
 * Reads pongs until the last of `count` came. §5.5.3: "If an endpoint receives a Ping frame and has not yet sent Pong
 * frame(s) in response to previous Ping frame(s), the endpoint MAY elect to send a Pong frame for only the most recently
 * processed Ping frame": pongs may be missing, but none may come twice or out of order, and the last must come.
 */
export async function expectPongsUpTo(peer: RawPeer, count: number): Promise<void> {
  for (let last = -1; last < count - 1;) {
    const frame = await peer.readFrame(`the pong for ping ${count - 1}`);
    check(frame.opcode === opcodes.pong, `got opcode ${frame.opcode}; due: a pong`);
    const number = Number(frame.payload.toString());
    if (!(number > last && number < count)) throw new Failure(`pong ${frame.payload.toString()} after pong ${last}`);
    last = number;
  }
}

const floods = [100, 1000].map((count): ConformanceCase => {
  return {
    id: `control.ping.${count}-in-one-segment`,
    section: '§5.5.3',
    says: `of ${count} pings in one segment the last is answered, and none out of order`,
    async run(server) {
      const peer = await server.open();
      peer.send(...Array.from({ length: count }, (_, at) => ping(String(at))));
      await expectPongsUpTo(peer, count);
      await peer.closeCleanly();
    },
  };
});

const noEcho: ConformanceCase = {
  id: 'control.not-delivered',
  section: '§5.5',
  says: 'control frames are never delivered as messages',
  async run(server) {
    const peer = await server.open();
    peer.send(pong('a'), pong(''), pong('b'));
    await peer.sync();
    await peer.expectAlive();
    await peer.closeCleanly();
  },
};

export const control: readonly ConformanceCase[] = [
  ...chapter,
  everySize,
  pongSizes,
  ...order,
  both,
  ...floods,
  noEcho,
];
