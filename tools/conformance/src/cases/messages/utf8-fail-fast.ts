// Text that cannot become UTF-8 any more fails at its first bad byte (§8.1: "When an endpoint is to interpret a byte
// stream as UTF-8 but finds that the byte stream is not, in fact, a valid UTF-8 stream, that endpoint MUST _Fail the
// WebSocket Connection_"): not at the end of the frame, and not at the end of the message. Nothing is sent after the bad
// byte, so a server that waits for more never answers.
import type { ConformanceCase } from '../../conformance-case.js';
import { continuation, filler, frame, hex, opcodes, text } from '../../wire/client-frame.js';
import type { RawPeer } from '../../wire/raw-peer.js';
import { fails, script } from '../script.js';

const section = '§8.1';
const key = hex('00000000');
const start = Buffer.from('κόσμε');
const beyond = hex('f4 90 80 80');
const end = Buffer.from('edited');

/** Sends the parts of a text by themselves; before each, a ping proves that what came so far was taken. */
const inSteps = (
  id: string,
  says: string,
  steps: (peer: RawPeer) => Promise<Uint8Array[]> | Uint8Array[],
): ConformanceCase => {
  return {
    id,
    section,
    says,
    async run(server) {
      const peer = await server.open();
      for (const step of await steps(peer)) peer.send(step);
      await peer.expectFailure(1007);
    },
  };
};

/** Chapter 6.4. In frames, the good part is answered for; within a frame nothing can be asked in between. */
const chapter = [
  inSteps('6.4.1', 'a bad second fragment fails at once, before the third', async (peer) => {
    peer.send(text(start, { final: false }));
    await peer.sync();
    return [continuation(beyond, { final: false })];
  }),
  inSteps('6.4.2', 'the byte that makes a text invalid fails it, in a fragment of its own', async (peer) => {
    peer.send(text(Buffer.concat([start, beyond.subarray(0, 1)]), { final: false }));
    await peer.sync();
    return [continuation(beyond.subarray(1, 2), { final: false })];
  }),
  inSteps('6.4.3', 'a bad piece of an unfinished frame fails at once', () => {
    const whole = text(Buffer.concat([start, beyond, end]));
    const head = whole.length - end.length;
    return [whole.subarray(0, head - beyond.length), whole.subarray(head - beyond.length, head)];
  }),
  inSteps('6.4.4', 'the byte that makes a text invalid fails it inside an unfinished frame', () => {
    const whole = text(Buffer.concat([start, beyond, end]));
    const good = whole.length - end.length - 3;
    return [whole.subarray(0, good), whole.subarray(good, good + 1)];
  }),
];

/** Up to and including the byte that no valid sequence can have in this place (Unicode table 3-7). */
const firstBadByte: readonly (readonly [name: string, bytes: string])[] = [
  ['continuation-80', '80'],
  ['continuation-bf', 'bf'],
  ['start-c0', 'c0'],
  ['start-c1', 'c1'],
  ['start-f5', 'f5'],
  ['start-f8', 'f8'],
  ['start-fc', 'fc'],
  ['start-fe', 'fe'],
  ['start-ff', 'ff'],
  ['overlong-e0-80', 'e0 80'],
  ['overlong-e0-9f', 'e0 9f'],
  ['surrogate-ed-a0', 'ed a0'],
  ['surrogate-ed-bf', 'ed bf'],
  ['overlong-f0-80', 'f0 80'],
  ['overlong-f0-8f', 'f0 8f'],
  ['beyond-f4-90', 'f4 90'],
  ['beyond-f4-bf', 'f4 bf'],
  ['broken-c2', 'c2 41'],
  ['broken-df', 'df c0'],
  ['broken-e1', 'e1 41'],
  ['broken-e1-80', 'e1 80 41'],
  ['broken-ee-80', 'ee 80 c2'],
  ['broken-f1', 'f1 41'],
  ['broken-f1-80', 'f1 80 41'],
  ['broken-f1-80-80', 'f1 80 80 41'],
  ['broken-f4-8f-bf', 'f4 8f bf ff'],
  ['second-start', 'e2 e2'],
];

const everyClass = firstBadByte.flatMap(([name, digits]) => {
  const bad = hex(digits);
  return [
    script({
      id: `utf8.fast.${name}.in-frame`,
      section,
      says: `${digits} fails inside a frame of which 100 bytes are still to come`,
      send: [frame({ opcode: opcodes.text, announced: 2 + bad.length + 100, maskingKey: key }), Buffer.from('ok'), bad],
      expect: [fails(1007)],
    }),
    script({
      id: `utf8.fast.${name}.between-fragments`,
      section,
      says: `${digits} fails in a fragment that is not the last`,
      send: [text(Buffer.concat([Buffer.from('ok'), bad]), { final: false })],
      expect: [fails(1007)],
    }),
    script({
      id: `utf8.fast.${name}.over-fragments`,
      section,
      says: `${digits} fails when its bytes come in fragments of their own`,
      send: [
        text('ok', { final: false }),
        ...[...bad].map((byte) => continuation(Buffer.from([byte]), { final: false })),
      ],
      expect: [fails(1007)],
    }),
  ];
});

const far = [1000, 60_000].flatMap((place) =>
  [1, 3].map((pieces) =>
    inSteps(
      `utf8.fast.place.${place}.pieces-${pieces}`,
      `a bad byte after ${place} good ones fails inside an unfinished frame`,
      () => {
        const head = frame({ opcode: opcodes.text, announced: place + 5000, maskingKey: key });
        const good = filler(place);
        const size = Math.ceil(place / pieces);
        const parts = Array.from({ length: pieces }, (_, at) => good.subarray(at * size, (at + 1) * size));
        return [head, ...parts, hex('ff')];
      },
    ),
  ),
);

const masked: ConformanceCase = {
  id: 'utf8.fast.masked-in-pieces',
  section: '§5.3',
  says: 'a masked frame in odd pieces is unmasked in step: its bad byte, and no other, fails',
  async run(server) {
    const peer = await server.open();
    const payload = Buffer.concat([Buffer.from('κόσμε'.repeat(20)), hex('ff'), Buffer.alloc(50, 'x')]);
    const whole = text(payload, { maskingKey: hex('a1 b2 c3 d4') });
    await peer.sendPieces(whole.subarray(0, whole.length - 50), 7);
    await peer.expectFailure(1007);
  },
};

const patient: ConformanceCase = {
  id: 'utf8.fast.not-too-fast',
  section,
  says: 'a character whose last bytes are still to come is no error, in a frame or between fragments',
  async run(server) {
    const peer = await server.open();
    peer.send(text(hex('f0 9f'), { final: false }));
    await peer.sync();
    peer.send(continuation(hex('98'), { final: false }));
    await peer.sync();
    const whole = continuation(hex('80 e2 82 ac'));
    await peer.sendPieces(whole, 1);
    await peer.expectMessage(opcodes.text, Buffer.from('😀€'));
    await peer.closeCleanly();
  },
};

export const utf8FailFast: readonly ConformanceCase[] = [...chapter, ...everyClass, ...far, masked, patient];
