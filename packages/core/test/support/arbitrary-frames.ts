// Random conversations: what one peer may send, and what one broken frame makes of it.
import fc from 'fast-check';
import { closeBody, type FrameShape } from './frame.js';

/** Of which sizes payloads are: most are small, some need a longer header or are masked by words. */
const size = fc.oneof({ weight: 5, arbitrary: fc.nat(12) }, fc.constantFrom(63, 64, 125, 126, 300));
const text = fc
  .tuple(fc.string({ unit: 'binary', maxLength: 10 }), size)
  .map(([some, length]) => Buffer.from(some + 'é'.repeat(length >> 2)));
const binary = fc
  .tuple(fc.uint8Array({ maxLength: 10 }), size)
  .map(([some, length]) => Buffer.concat([some, Buffer.alloc(length, 0xc1)]));
const controlPayload = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  fc.uint8Array({ maxLength: 125 }).map((data) => Buffer.from(data)),
);

const control: fc.Arbitrary<FrameShape> = fc.record({ opcode: fc.constantFrom(9, 10), payload: controlPayload });
const controls = fc.array(control, { maxLength: 2 });
/** A message, cut anywhere (inside of characters too), with control frames between its fragments. */
const message = fc
  .tuple(
    fc.oneof(
      text.map((payload) => ({ opcode: 1, payload })),
      binary.map((payload) => ({ opcode: 2, payload })),
    ),
    fc.array(fc.nat(300), { maxLength: 3 }),
    fc.array(controls, { minLength: 4, maxLength: 4 }),
  )
  .map(([{ opcode, payload }, cuts, between]) => {
    const ends = [...cuts.map((at) => Math.min(at, payload.length)), payload.length].toSorted((a, b) => a - b);
    return ends.flatMap((end, i): FrameShape[] => [
      { opcode: i === 0 ? opcode : 0, payload: payload.subarray(ends[i - 1] ?? 0, end), final: i === ends.length - 1 },
      ...between[i]!,
    ]);
  });
const close: fc.Arbitrary<FrameShape[]> = fc.constantFrom(
  [],
  [{ opcode: 8 }],
  [{ opcode: 8, payload: closeBody(1000) }],
  [
    { opcode: 8, payload: closeBody(4321, 'até já') },
    { opcode: 1, payload: 'too late' },
  ],
);

/** Frames that break no rule. */
export const conversation: fc.Arbitrary<FrameShape[]> = fc
  .tuple(fc.array(fc.oneof(message, controls), { maxLength: 4 }), close)
  .map(([turns, end]) => [...turns.flat(), ...end]);

const badFrame: fc.Arbitrary<FrameShape> = fc.oneof(
  fc.record({ opcode: fc.constantFrom(1, 2, 0, 8, 9), rsv: fc.integer({ min: 1, max: 7 }) }),
  fc.record({ opcode: fc.constantFrom(3, 7, 11, 15), payload: binary }),
  fc.record({ opcode: fc.constantFrom(8, 9, 10), final: fc.constant(false) }),
  fc.record({ opcode: fc.constantFrom(9, 10), payload: fc.constant(Buffer.alloc(126)) }),
  fc.record({ opcode: fc.constantFrom(1, 2), payload: binary, lengthForm: fc.constant<64>(64) }),
  fc.record({
    opcode: fc.constant(8),
    payload: fc.constantFrom(Buffer.from([3]), closeBody(1005), closeBody(1000, Buffer.from([0xff]))),
  }),
  // Right or wrong, as the frames before it have it: a continuation, a new message, a text with a wild byte in it.
  fc.record({ opcode: fc.constantFrom(0, 1, 2), payload: text }),
  text.chain((payload) =>
    fc.record({
      opcode: fc.constantFrom(0, 1),
      final: fc.boolean(),
      payload: fc
        .nat(payload.length)
        .map((at) => Buffer.concat([payload.subarray(0, at), Buffer.from([0xff]), payload.subarray(at)])),
    }),
  ),
  // Too big for the reader.
  fc.record({ opcode: fc.constantFrom(0, 1, 2), payload: fc.constant(Buffer.alloc(1001, 'x')) }),
);

/** Frames one of which may break a rule, somewhere. */
export const brokenConversation: fc.Arbitrary<FrameShape[]> = fc
  .tuple(conversation, badFrame, fc.nat(20))
  .map(([frames, bad, at]) => frames.toSpliced(at % (frames.length + 1), 0, bad));

/** The most that a reader of these conversations accepts in one message. */
export const MAX_MESSAGE = 1000;
