import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Role } from '../../src/vocabulary/role.js';
import { frameWriters, serverFrame } from '../../src/wire/frame-writer.js';
import { bytes, counting, hex } from '../support/bytes.js';
import { ByteSink } from '../support/byte-sink.js';
import { frame } from '../support/frame.js';
import { Side } from '../support/side.js';

const TEXT = 0x81;
const BINARY = 0x82;
const ROLES: Role[] = ['server', 'client'];
/** The limits of frame-writer.ts, and those of §5.2, each with its neighbours. */
const LENGTHS = [0, 1, 31, 32, 33, 125, 126, 127, 16_383, 16_384, 16_385, 65_535, 65_536, 65_537];

/** What a writer of this role writes. */
function written(role: Role, first: number, payload: Uint8Array | string): { wire: Buffer; sink: ByteSink } {
  const sink = new ByteSink();
  const writer = frameWriters[role];
  if (typeof payload === 'string') writer.writeText(sink, first, payload);
  else writer.write(sink, first, payload);
  return { wire: sink.take(), sink };
}

/** The frame as the plain twin builds it, with the masking key that was drawn. */
function expected(role: Role, first: number, payload: Uint8Array, wire: Buffer): Buffer {
  const at = payload.length < 126 ? 2 : payload.length < 0x10000 ? 4 : 10;
  return frame(
    role,
    { opcode: first & 0xf, final: first >= 0x80, rsv: (first >> 4) & 7, payload },
    wire.subarray(at, at + 4),
  );
}

/** Each lone surrogate replaced, as the web's own encoder does it. */
function wellFormed(text: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}

function shown(message: string | Uint8Array): string {
  return typeof message === 'string' ? `text ${message}` : `bytes ${Buffer.from(message).toString('latin1')}`;
}

function expectSame(wire: Buffer, other: Buffer): void {
  expect(wire).toHaveLength(other.length);
  // Not `toEqual`: it would print both, and they may be long.
  expect(Buffer.compare(wire, other)).toBe(0);
}

describe('the header in its shortest form (§5.2)', () => {
  it.each([
    [0, '82 00', '82 80'],
    [125, '82 7d', '82 fd'],
    [126, '82 7e 00 7e', '82 fe 00 7e'],
    [65_535, '82 7e ff ff', '82 fe ff ff'],
    [65_536, '82 7f 00 00 00 00 00 01 00 00', '82 ff 00 00 00 00 00 01 00 00'],
  ])('for %d bytes', (length, fromServer, fromClient) => {
    const header = bytes(fromServer);
    const { wire } = written('server', BINARY, counting(length));
    expect(hex(wire.subarray(0, header.length))).toBe(fromServer);
    expect(wire).toHaveLength(header.length + length);
    const masked = written('client', BINARY, counting(length)).wire;
    expect(hex(masked.subarray(0, header.length))).toBe(fromClient);
    expect(masked).toHaveLength(header.length + 4 + length);
  });

  it('keeps the first byte as it is given', () => {
    expect(hex(written('server', 0x41, 'a').wire)).toBe('41 01 61');
    expect(hex(written('server', 0x00, bytes('61')).wire)).toBe('00 01 61');
  });
});

describe.each(ROLES)('a %s', (role) => {
  it.each(LENGTHS)('writes %d bytes, and leaves them as they are', (length) => {
    const payload = counting(length);
    const { wire, sink } = written(role, BINARY, payload);
    expectSame(wire, expected(role, BINARY, payload, wire));
    expectSame(payload, counting(length));
    // Up to the limit it is copied, beyond it is handed on: as it is by a server, in a masked copy by a client.
    expect(sink.pushed.map((part) => part.length)).toEqual(length > 16_384 ? [length] : []);
    expect(sink.pushed.includes(payload)).toBe(length > 16_384 && role === 'server');
  });

  it.each(LENGTHS)('writes a text of %d ASCII characters', (length) => {
    const text = 'a~\0 Z'.repeat(length).slice(0, length);
    const { wire } = written(role, TEXT, text);
    expectSame(wire, expected(role, TEXT, Buffer.from(text), wire));
  });

  it.each([
    ['é', 62],
    ['é', 63],
    ['é', 125],
    ['€', 41],
    ['€', 42],
    ['€', 60],
    ['é', 126],
    ['€', 16_384],
    ['€', 21_845],
    ['é', 32_767],
    ['é', 32_768],
    ['é', 65_535],
    ['😀', 16],
    ['😀', 31],
    ['😀', 32],
    ['😀', 8192],
    ['😀', 16_384],
  ])('writes %s %d times, whose bytes outnumber its units', (character, times) => {
    for (const text of [character.repeat(times), `a${character.repeat(times)}`, `${character.repeat(times)}a`]) {
      const { wire } = written(role, TEXT, text);
      expectSame(wire, expected(role, TEXT, Buffer.from(text), wire));
    }
  });

  it.each(['\ud800', 'a\udc00b', `${'x'.repeat(40)}\ud83d`, `\udfff${'x'.repeat(20_000)}`])(
    'writes a lone surrogate as U+FFFD, case %#',
    (text) => {
      const { wire } = written(role, TEXT, text);
      expectSame(wire, expected(role, TEXT, new TextEncoder().encode(text), wire));
    },
  );

  it('is read back by the other side, whatever it sends', () => {
    const size = fc.oneof(fc.nat(40), fc.integer({ min: 120, max: 130 }), fc.integer({ min: 16_380, max: 16_390 }));
    const text = fc
      .tuple(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }), size)
      .map(([units, length]) => units.padEnd(length, 'x'));
    const data = fc
      .tuple(fc.uint8Array(), size)
      .map(([some, length]) => Buffer.concat([some, Buffer.alloc(length, 0xfe)]));
    fc.assert(
      fc.property(fc.array(fc.oneof(text, data), { maxLength: 5 }), (messages) => {
        const sink = new ByteSink();
        const writer = frameWriters[role];
        for (const message of messages) {
          if (typeof message === 'string') writer.writeText(sink, TEXT, message);
          else writer.write(sink, BINARY, message);
        }
        const reader = new Side(role === 'client' ? 'server' : 'client').receive(sink.take());
        const sent = messages.map((message) => (typeof message === 'string' ? wellFormed(message) : message));
        expect(reader.messages.map(shown)).toEqual(sent.map(shown));
        expect(reader.told).toHaveLength(sent.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a client (§5.3)', () => {
  it('masks each frame with a key of its own, never 0', () => {
    const wires = Array.from({ length: 200 }, () => written('client', BINARY, bytes('00 00 00 00')).wire);
    const keys = wires.map((wire) => hex(wire.subarray(2, 6)));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).not.toContain('00 00 00 00');
    // The payload of zeros shows the key once more.
    expect(wires.map((wire) => hex(wire.subarray(6)))).toEqual(keys);
  });
});

describe('serverFrame', () => {
  it.each(LENGTHS)('frames %d bytes as a server writes them', (length) => {
    const payload = counting(length);
    expectSame(serverFrame(BINARY, payload), written('server', BINARY, payload).wire);
  });

  it('has bytes of its own', () => {
    const payload = counting(20);
    const shared = serverFrame(BINARY, payload);
    payload.fill(0);
    expectSame(shared, written('server', BINARY, counting(20)).wire);
  });
});
