// TCP is a stream: the same bytes mean the same, however they are cut (§5, §5.4: frames have no tie to segments).
import type { ConformanceCase } from '../../conformance-case.js';
import { binary, continuation, filler, fragments, hex, opcodes, ping, pong, text } from '../../wire/client-frame.js';
import type { RawPeer } from '../../wire/raw-peer.js';
import { echoes, echoesBinary, type Expected, fails, pongs, script } from '../script.js';

const section = '§5.2';

/** Every kind of frame that a connection survives, in a row. */
const conversation = [
  text('first'),
  ping('p1'),
  binary(filler(126, opcodes.binary)),
  text('a é', { final: false }),
  pong('unasked'),
  continuation('', { final: false }),
  ping(''),
  continuation('€ 😀'),
  text(''),
  binary(filler(300, opcodes.binary)),
  ping(filler(125)),
];

const answers: readonly Expected[] = [
  echoes('first'),
  pongs('p1'),
  echoesBinary(filler(126, opcodes.binary)),
  pongs(''),
  echoes('a é€ 😀'),
  echoes(''),
  echoesBinary(filler(300, opcodes.binary)),
  pongs(filler(125)),
];

const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 16, 31, 64, 97, 127, 128, 200, 500].map((size) =>
  script({
    id: `cutting.pieces-of-${size}`,
    section,
    says: `a conversation in pieces of ${size} bytes is understood`,
    send: conversation,
    cut: size,
    expect: answers,
  }),
);

const together = script({
  id: 'cutting.one-segment',
  section,
  says: 'a conversation in one segment is understood, and answered in order',
  send: conversation,
  expect: answers,
});

/**
 * Cuts one frame in two at every place. The first piece shares a segment with a ping: its pong proves that the server has
 * read, and kept, an unfinished frame before the second piece leaves.
 */
const twoPieces = (name: string, bytes: Buffer, answer: (peer: RawPeer) => Promise<unknown>): ConformanceCase => {
  return {
    id: `cutting.two-pieces.${name}`,
    section,
    says: `a ${name} frame may be cut in two at every place`,
    async run(server) {
      const peer = await server.open();
      const places = Array.from({ length: Math.min(bytes.length - 1, 24) }, (_, at) => at + 1);
      for (const place of [...places, bytes.length - 1]) {
        peer.send(ping('half'), bytes.subarray(0, place));
        await peer.expectPong(Buffer.from('half'));
        peer.send(bytes.subarray(place));
        await answer(peer);
      }
      await peer.closeCleanly();
    },
  };
};

const places = [
  twoPieces('text', text('é€😀 and ASCII'), echoes('é€😀 and ASCII')),
  twoPieces('16-bit', binary(filler(1000, opcodes.binary)), echoesBinary(filler(1000, opcodes.binary))),
  twoPieces('64-bit', binary(filler(65536, opcodes.binary)), echoesBinary(filler(65536, opcodes.binary))),
  twoPieces('ping', ping('ping in two pieces'), pongs('ping in two pieces')),
  twoPieces('empty', text(''), echoes('')),
];

const overFrames: ConformanceCase = {
  id: 'cutting.across-frames',
  section,
  says: 'segments that end inside the next frame are understood',
  async run(server) {
    const peer = await server.open();
    const messages = Array.from({ length: 60 }, (_, at) => filler(at * 7, opcodes.binary));
    await peer.sendPieces(Buffer.concat(messages.map((payload) => binary(payload))), 101);
    for (const payload of messages) await peer.expectMessage(opcodes.binary, payload);
    await peer.closeCleanly();
  },
};

const lots = [500, 5000].map((count): ConformanceCase => {
  return {
    id: `cutting.${count}-in-one-segment`,
    section,
    says: `${count} messages in one write come back in order`,
    async run(server) {
      const peer = await server.open();
      peer.send(...Array.from({ length: count }, (_, at) => text(`message ${at}`)));
      for (let at = 0; at < count; at++) await peer.expectMessage(opcodes.text, Buffer.from(`message ${at}`));
      await peer.closeCleanly();
    },
  };
});

/** The bytes are wrong in the same way however they are cut. */
const brokenToo = (
  [
    ['reserved-bit', hex('c1 85 00 00 00 00'), 1002],
    ['unmasked', hex('81 05 48 65 6c 6c 6f'), 1002],
    ['long-ping', hex('89 fe 00 7e'), 1002],
    ['not-minimal', hex('82 ff 00 00 00 00 00 00 00 01'), 1002],
    ['huge', hex('82 ff 00 00 10 00 00 00 00 00'), 1009],
    ['bad-text', text(hex('61 62 ff 63'), { maskingKey: hex('01 02 03 04') }), 1007],
    ['bad-fragments', Buffer.concat(fragments(opcodes.text, [hex('e2 82'), hex('41')])), 1007],
    ['one-byte-close', hex('88 81 00 00 00 00 03'), 1002],
  ] as const
).map(([name, bytes, code]) =>
  script({
    id: `cutting.broken.${name}`,
    section,
    says: `after a good message, ${name} fails with ${code} when it comes byte by byte`,
    send: [text('good'), bytes],
    cut: 1,
    expect: [echoes('good'), fails(code)],
  }),
);

const seeds = [1, 2, 3, 4, 5, 6].map((seed): ConformanceCase => {
  return {
    id: `cutting.random.${seed}`,
    section,
    says: 'a conversation cut at random places is understood',
    async run(server) {
      const peer = await server.open();
      let state = seed * 7919;
      const next = (below: number) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % below;
      for (let round = 0; round < 5; round++) {
        const bytes = Buffer.concat(conversation);
        const parts: Buffer[] = [];
        for (let from = 0; from < bytes.length;) {
          const to = from + 1 + next(90);
          parts.push(bytes.subarray(from, to));
          from = to;
        }
        await peer.sendApart(parts);
        for (const answer of answers) await answer(peer);
      }
      await peer.closeCleanly();
    },
  };
});

export const cutting: readonly ConformanceCase[] = [
  together,
  ...sizes,
  ...places,
  overFrames,
  ...lots,
  ...brokenToo,
  ...seeds,
];
