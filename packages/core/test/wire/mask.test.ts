// The fast twin against the plain one, and both against the sentence of §5.3.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mask, maskByBytes, maskInto, rotateKey } from '../../src/wire/mask.js';
import { bytes, counting, hex } from '../support/bytes.js';

const KEYS = [0x01020304, -1, 0x7f000080 | 0, 0x80000000 | 0, 1];
/** From this length on `mask` does not look at what it makes. */
const NOT_LOOKED_FROM = 512;
/** Each length up to where words of 32 bits begin, and around where those of 64 bits do. */
const LENGTHS = [...Array(301).keys(), ...Array.from({ length: 40 }, (_, i) => 495 + i), 1000, 4099];
const CONTENT = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 480, maxLength: 700 }));
/** What stands around the masked range and must stay. */
const FENCE = 0x5a;

/** A range of `length` bytes at `offset` from a word's boundary, and what it looks like between its fences. */
function range(content: Uint8Array, offset: number): Uint8Array {
  const room = new Uint8Array(new ArrayBuffer(offset + content.length + 9)).fill(FENCE);
  room.set(content, offset);
  return room;
}

/** §5.3: "transformed-octet-i = original-octet-i XOR masking-key-octet-j", j = i MOD 4 */
function asTheRfcSays(content: Uint8Array, key: number): Uint8Array {
  return content.map((byte, i) => byte ^ ((key >>> (8 * (i % 4))) & 0xff));
}

describe('mask', () => {
  it('unmasks the RFC\'s "Hello"', () => {
    const payload = bytes('7f 9f 4d 51 58');
    expect(mask(payload, 0, 5, bytes('37 fa 21 3d').readInt32LE(0))).toBe(true);
    expect(payload.toString()).toBe('Hello');
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('is equal to its plain twin for all lengths at offset %d', (offset) => {
    const wrong: string[] = [];
    for (const length of LENGTHS) {
      const content = counting(length);
      const key = KEYS[length % KEYS.length]!;
      const fast = range(content, offset);
      const plain = range(content, offset);
      const expected = range(asTheRfcSays(content, key), offset);
      const isAscii = asTheRfcSays(content, key).every((byte) => byte <= 0x7f);
      const flags = [mask(fast, offset, offset + length, key), maskByBytes(plain, offset, offset + length, key)];
      const same = Buffer.compare(fast, expected) === 0 && Buffer.compare(plain, expected) === 0;
      const isLooked = length < NOT_LOOKED_FROM;
      if (!same || flags[0] !== (isLooked && isAscii) || flags[1] !== isAscii) wrong.push(`${length} bytes`);
    }
    expect(wrong).toEqual([]);
  });

  it('sees one byte with a high bit, wherever it is', () => {
    const unseen: string[] = [];
    for (const length of [1, 3, 63, 64, 65, 130, 511, 512, 520]) {
      for (let at = 0; at < length; at++) {
        const content = new Uint8Array(length).fill(0x41);
        content[at] = 0xc3;
        if (mask(content, 0, length, 0)) unseen.push(`${at} of ${length}`);
      }
    }
    expect(unseen).toEqual([]);
  });

  it.each([0x01020304, 0x7f7f7f7f])('knows ASCII by what comes out, up to where it looks: key %p', (key) => {
    const known: number[] = [];
    for (const length of LENGTHS) {
      const content = asTheRfcSays(new Uint8Array(length).fill(0x41), key);
      if (mask(content, 0, length, key)) known.push(length);
      expect(content.every((byte) => byte === 0x41)).toBe(true);
    }
    expect(known).toEqual(LENGTHS.filter((length) => length < NOT_LOOKED_FROM));
  });

  it('is its own inverse, for any bytes, key and place', () => {
    fc.assert(
      fc.property(CONTENT, fc.integer(), fc.nat(7), (content, key, offset) => {
        const room = range(content, offset);
        const flag = mask(room, offset, offset + content.length, key);
        expect(hex(room)).toBe(hex(range(asTheRfcSays(content, key), offset)));
        const isAscii = room.subarray(offset, offset + content.length).every((byte) => byte <= 0x7f);
        expect(flag).toBe(content.length < NOT_LOOKED_FROM && isAscii);
        mask(room, offset, offset + content.length, key);
        expect(hex(room)).toBe(hex(range(content, offset)));
      }),
    );
  });

  it('works in a view that does not begin at a word', () => {
    for (const length of [200, 1200]) {
      const room = Buffer.from(new ArrayBuffer(length + 200), 3, length);
      counting(length).copy(room);
      mask(room, 1, length - 1, 0x01020304);
      const expected = counting(length);
      expected.set(asTheRfcSays(expected.subarray(1, length - 1), 0x01020304), 1);
      expect(hex(room)).toBe(hex(expected));
    }
  });
});

describe('maskInto', () => {
  it('makes what its twin makes in place, and leaves the bytes and what is around as they are', () => {
    for (let length = 0; length < 200; length++) {
      const content = range(counting(length), 3);
      const target = new Uint8Array(length + 2).fill(FENCE);
      maskInto(target, content, 3, 3 + length, KEYS[length % KEYS.length]!);
      expect(hex(content)).toBe(hex(range(counting(length), 3)));
      mask(content, 3, 3 + length, KEYS[length % KEYS.length]!);
      expect(hex(target.subarray(0, length))).toBe(hex(content.subarray(3, 3 + length)));
      expect([...target.subarray(length)]).toEqual([FENCE, FENCE]);
    }
  });
});

describe('rotateKey', () => {
  it('turns the key by one byte a position', () => {
    const turned = [0, 1, 2, 3, 4, 5].map((position) => rotateKey(0x44332211, position) >>> 0);
    expect(turned).toEqual([0x44332211, 0x11443322, 0x22114433, 0x33221144, 0x44332211, 0x11443322]);
  });

  it('goes on where a payload was cut', () => {
    fc.assert(
      fc.property(CONTENT, fc.integer(), fc.nat(700), (content, key, at) => {
        const cut = Math.min(at, content.length);
        const whole = Uint8Array.from(content);
        maskByBytes(whole, 0, whole.length, key);
        const pieces = Uint8Array.from(content);
        mask(pieces, 0, cut, key);
        mask(pieces, cut, pieces.length, rotateKey(key, cut));
        expect(hex(pieces)).toBe(hex(whole));
      }),
    );
  });
});
