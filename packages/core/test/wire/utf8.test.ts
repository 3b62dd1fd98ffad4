// The validator against Node's decoder, against its own step by step, and against the boundaries of RFC 3629 §4.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Utf8Validator } from '../../src/wire/utf8.js';
import { bytes, cutAt } from '../support/bytes.js';

function isText(data: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(data);
    return true;
  } catch {
    return false;
  }
}

/** Whether some bytes can follow that make a text of it: no character that is under way needs more than three. */
function canBecomeText(data: Uint8Array): boolean {
  const ends = ['', '80', '90', 'a0', '80 80', '90 80', 'a0 80', '80 80 80', '90 80 80'];
  return ends.some((end) => isText(Buffer.concat([data, bytes(end)])));
}

/** Whether pieces are accepted, and are whole at their end. */
function validate(pieces: readonly Uint8Array[]): boolean {
  const validator = new Utf8Validator();
  return pieces.every((piece) => validator.write(piece, 0, piece.length)) && validator.isComplete;
}

/** How many bytes are accepted, one by one. */
function accepted(data: Uint8Array): number {
  const validator = new Utf8Validator();
  const at = data.findIndex((_, i) => !validator.write(data, i, i + 1));
  return at < 0 ? data.length : at;
}

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => Buffer.from(value));
/** A text one byte of which was changed, or with one byte missing. */
const mutated = fc.tuple(text, fc.nat(), fc.nat(255), fc.boolean()).map(([valid, place, byte, drop]) => {
  const at = place % Math.max(1, valid.length);
  if (drop) return Buffer.concat([valid.subarray(0, at), valid.subarray(at + 1)]);
  return Buffer.from(valid.map((old, i) => (i === at ? byte : old)));
});
const anything = fc.oneof(
  text,
  mutated,
  fc.uint8Array({ maxLength: 12 }).map((data) => Buffer.from(data)),
);

describe('Utf8Validator', () => {
  it('agrees with TextDecoder on any bytes in any pieces', () => {
    fc.assert(
      fc.property(anything, fc.array(fc.nat(160), { maxLength: 6 }), (data, cuts) => {
        expect(validate(cutAt(data, cuts))).toBe(isText(data));
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with its own step byte by byte', () => {
    fc.assert(
      fc.property(anything, fc.nat(160), (data, cut) => {
        const stepped = new Utf8Validator();
        const steps = data.every((byte) => stepped.step(byte));
        const written = new Utf8Validator();
        const writes = cutAt(data, [cut]).every((piece) => written.write(piece, 0, piece.length));
        expect(writes).toBe(steps);
        expect(!writes || written.isComplete === stepped.isComplete).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('fails at the first byte that no text can have there', () => {
    fc.assert(
      fc.property(anything, (data) => {
        const length = accepted(data);
        expect(canBecomeText(data.subarray(0, length))).toBe(true);
        expect(length === data.length || !canBecomeText(data.subarray(0, length + 1))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('fails at the bad byte inside a character that the piece cuts', () => {
    for (const bad of ['f4 90', 'e0 9f', 'ed a0', 'f0 8f', 'f5', 'c0', 'c1', 'ff', '80', 'f1 80 c0']) {
      const data = bytes(`61 62 ${bad}`);
      expect([bad, new Utf8Validator().write(data, 0, data.length)]).toEqual([bad, false]);
    }
  });

  it.each([
    ['the last of one byte', '7f'],
    ['the first of two', 'c2 80'],
    ['the last of two', 'df bf'],
    ['the first of three', 'e0 a0 80'],
    ['the last before the surrogates', 'ed 9f bf'],
    ['the first after the surrogates', 'ee 80 80'],
    ['the last of three', 'ef bf bf'],
    ['the first of four', 'f0 90 80 80'],
    ['the last of all', 'f4 8f bf bf'],
  ])('accepts %s, however cut', (_, shown) => {
    const data = Buffer.concat([bytes(shown), bytes('41')]);
    for (let at = 0; at <= data.length; at++) expect(validate(cutAt(data, [at]))).toBe(true);
  });

  it.each([
    ['an overlong slash', 'c0 af', 0],
    ['an overlong of three', 'e0 9f bf', 1],
    ['an overlong of four', 'f0 8f bf bf', 1],
    ['the first surrogate', 'ed a0 80', 1],
    ['the last surrogate', 'ed bf bf', 1],
    ['more than U+10FFFF', 'f4 90 80 80', 1],
    ['a byte that never begins one', 'f8 88 80 80 80', 0],
    ['a lone continuation', '80', 0],
    ['a character that is broken off', 'e2 82 41', 2],
  ])('stops %s at its first bad byte', (_, shown, at) => {
    expect(accepted(bytes(shown))).toBe(at);
    expect(accepted(bytes(`ce ba ${shown}`))).toBe(2 + at);
  });

  it('looks at the range alone', () => {
    expect(new Utf8Validator().write(bytes('ff 41 42 ff'), 1, 3)).toBe(true);
    expect(new Utf8Validator().write(bytes('41 ff'), 1, 1)).toBe(true);
  });

  it('knows where a text may end', () => {
    const validator = new Utf8Validator();
    const complete = [...bytes('41 e2 82 ac')].map((byte) => validator.step(byte) && validator.isComplete);
    expect(complete).toEqual([true, false, false, true]);
  });
});
