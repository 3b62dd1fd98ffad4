import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { MessageAssembler, type MessageData } from '../../src/protocol/message-assembler.js';
import { maskByBytes } from '../../src/wire/mask.js';
import { bytes, counting, cutAt } from '../support/bytes.js';
import { expectProtocolError } from '../support/expectations.js';

const KIB = 1024;
const MIB = 1024 * KIB;
const TEXT = 1;
const BINARY = 2;
const CONTINUATION = 0;
const FINAL = 0x80;

/** An assembler of messages up to a size. */
function assembling(maxMessageSize: number): MessageAssembler {
  const assembler = new MessageAssembler();
  assembler.begin(maxMessageSize, undefined);
  return assembler;
}

/** Gives frames to an assembler, each in pieces; returns the messages. */
function assemble(
  assembler: MessageAssembler,
  frames: readonly { first: number; pieces: readonly Buffer[] }[],
): MessageData[] {
  const messages: MessageData[] = [];
  for (const { first, pieces } of frames) {
    assembler.frameBegan(
      first,
      pieces.reduce((sum, piece) => sum + piece.length, 0),
    );
    pieces.forEach((piece, i) => {
      const message = assembler.framePayload(piece, 0, piece.length, 0, i === pieces.length - 1);
      if (message !== undefined) messages.push(message);
    });
  }
  return messages;
}

/** One message in fragments, each in one piece. */
function fragments(opcode: number, payloads: readonly Buffer[]): { first: number; pieces: Buffer[] }[] {
  return payloads.map((payload, i) => ({
    first: (i === 0 ? opcode : CONTINUATION) | (i === payloads.length - 1 ? FINAL : 0),
    pieces: [payload],
  }));
}

/** Counts what is allocated for collecting, in bytes. */
function watchAllocations(): () => number {
  const spy = jest.spyOn(Buffer, 'allocUnsafeSlow');
  return () => spy.mock.calls.reduce((sum, [size]) => sum + size, 0);
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('fragments', () => {
  it('make the same message, however it is cut', () => {
    const whole = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.uint8Array({ maxLength: 60 }).map((data) => Buffer.from(data)),
    );
    const cuts = fc.array(fc.nat(120), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, cuts, cuts), { maxLength: 4 }), (messages) => {
        const frames = messages.flatMap(([message, frameCuts, pieceCuts]) => {
          const payloads = cutAt(Buffer.from(message as string), frameCuts);
          const cut = fragments(
            typeof message === 'string' ? TEXT : BINARY,
            payloads.length > 0 ? payloads : [Buffer.alloc(0)],
          );
          // An empty piece first: a frame's header may come without any of its payload.
          return cut.map(({ first, pieces }) => ({
            first,
            pieces: [Buffer.alloc(0), ...cutAt(pieces[0]!, pieceCuts)],
          }));
        });
        expect(assemble(assembling(KIB), frames)).toEqual(messages.map(([message]) => message));
      }),
      { numRuns: 300 },
    );
  });

  it('keep a byte order mark', () => {
    const mark = bytes('ef bb bf 61');
    expect(assemble(assembling(9), fragments(TEXT, [mark]))).toEqual(['\ufeffa']);
    expect(assemble(assembling(9), fragments(TEXT, cutAt(mark, [1, 2])))).toEqual(['\ufeffa']);
  });

  it('of 64 bytes, 65,536 of them and an empty one, make one message of 4 MiB', () => {
    const allocated = watchAllocations();
    const whole = counting(4 * MIB);
    const payloads = Array.from({ length: 65_536 }, (_, i) => whole.subarray(i * 64, i * 64 + 64));
    const [message] = assemble(assembling(8 * MIB), fragments(BINARY, [...payloads, Buffer.alloc(0)]));
    expect(Buffer.compare(message as Buffer, whole)).toBe(0);
    // Growing by factors: all the buffers together are a small multiple of the message.
    expect(allocated()).toBeLessThan(4 * 8 * MIB);
  });

  it('of nothing, 100,000 of them, cost no memory', () => {
    const allocated = watchAllocations();
    const assembler = assembling(MIB);
    const none = Buffer.alloc(0);
    assembler.frameBegan(BINARY, 0);
    assembler.framePayload(none, 0, 0, 0, true);
    const before = process.memoryUsage().arrayBuffers;
    let delivered = 0;
    for (let i = 0; i < 100_000; i++) {
      assembler.frameBegan(CONTINUATION, 0);
      if (assembler.framePayload(none, 0, 0, 0, true) !== undefined) delivered++;
    }
    expect(delivered).toBe(0);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MIB);
    expect(allocated()).toBe(0);
    expect(assemble(assembler, [{ first: FINAL, pieces: [bytes('01')] }])).toEqual([bytes('01')]);
  });
});

describe('memory', () => {
  it('is bounded by what has arrived, not by what was announced', () => {
    const allocated = watchAllocations();
    const assembler = assembling(2 ** 40);
    assembler.frameBegan(BINARY | FINAL, 2 ** 39);
    assembler.framePayload(counting(10), 0, 10, 0, false);
    expect(allocated()).toBeLessThanOrEqual(256 * KIB);
    for (let i = 0; i < 16; i++) assembler.framePayload(Buffer.alloc(64 * KIB), 0, 64 * KIB, 0, false);
    expect(allocated()).toBeLessThan(8 * MIB);
  });

  it('never exceeds maxMessageSize by much, whatever the fragments promise', () => {
    const allocated = watchAllocations();
    const assembler = assembling(1000);
    assembler.frameBegan(BINARY, 900);
    assembler.framePayload(Buffer.alloc(900), 0, 900, 0, true);
    assembler.frameBegan(CONTINUATION, 100);
    assembler.framePayload(Buffer.alloc(100), 0, 100, 0, true);
    expect(allocated()).toBeLessThanOrEqual(2000);
  });
});

describe('a binary message', () => {
  it('that is a small part of what was read is copied out of it', () => {
    const piece = Buffer.alloc(64 * KIB);
    const [small] = assembleRange(piece, 1000, 1010);
    expect(small!.buffer.byteLength).toBeLessThan(64 * KIB);
    piece.fill(1);
    expect(small).toEqual(Buffer.alloc(10));
  });

  it('that is most of what was read is handed on where it lies', () => {
    const piece = Buffer.alloc(64 * KIB);
    const [big] = assembleRange(piece, 14, 60_000);
    expect(big!.buffer).toBe(piece.buffer);
    expect(big).toHaveLength(60_000 - 14);
  });

  it('is unmasked, whether it is copied or not', () => {
    const key = 0x0fa5_c311;
    for (const length of [...Array(300).keys(), 1000, 8000]) {
      for (const around of [0, 40_000]) {
        const piece = Buffer.alloc(3 + length + around);
        counting(length).copy(piece, 3);
        maskByBytes(piece, 3, 3 + length, key);
        expect(assembleRange(piece, 3, 3 + length, key)).toEqual([counting(length)]);
      }
    }
  });

  it('of small fragments does not keep the room that it grew in', () => {
    const payloads = cutAt(counting(1025), [512]);
    const [message] = assemble(assembling(MIB), fragments(BINARY, payloads));
    expect(message).toEqual(counting(1025));
    expect((message as Buffer).buffer.byteLength).toBeLessThanOrEqual(8 * KIB);
  });

  function assembleRange(piece: Buffer, start: number, end: number, key = 0): Buffer[] {
    const assembler = assembling(MIB);
    assembler.frameBegan(BINARY | FINAL, end - start);
    return [assembler.framePayload(piece, start, end, key, true) as Buffer];
  }
});

describe('what is refused', () => {
  it('is refused by the header alone, by the sum of the fragments', () => {
    const assembler = assembling(200);
    assemble(assembler, [{ first: BINARY, pieces: [Buffer.alloc(150)] }]);
    assemble(assembler, [{ first: CONTINUATION, pieces: [Buffer.alloc(49)] }]);
    expectProtocolError(() => assembler.frameBegan(FINAL, 2), 'WS_MESSAGE_TOO_BIG');
  });

  it('is not a message of just the biggest size, nor the one after it', () => {
    const assembler = assembling(200);
    for (let i = 0; i < 3; i++) {
      expect(assemble(assembler, fragments(BINARY, cutAt(Buffer.alloc(200), [100])))).toEqual([Buffer.alloc(200)]);
      expect(assemble(assembler, fragments(TEXT, [Buffer.alloc(200, 'x')]))).toEqual(['x'.repeat(200)]);
    }
  });

  it('is any message when none may be bigger than nothing', () => {
    expect(assemble(assembling(0), fragments(TEXT, [Buffer.alloc(0)]))).toEqual(['']);
    expectProtocolError(() => assembling(0).frameBegan(TEXT, 1), 'WS_MESSAGE_TOO_BIG');
  });

  it('is text that ends inside of a character, whether ASCII or nothing follows', () => {
    for (const last of ['', '41']) {
      const frames = fragments(TEXT, [bytes('41 e2 82'), bytes(last)]);
      expectProtocolError(() => assemble(assembling(99), frames), 'WS_TEXT_INVALID');
    }
  });
});
