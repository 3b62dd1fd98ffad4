import { Buffer } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeUtf8 } from '../../src/wire/decode-utf8.js';

/** What it must be equal to, for any valid text. */
function plain(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, end);
}

describe('decodeUtf8', () => {
  it('decodes any text as its plain twin does, short or long, wherever it begins', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(texts, fc.constantFrom(1, 30, 200), fc.nat(5), (text, times, before) => {
        const bytes = Buffer.concat([Buffer.alloc(before, 'x'), Buffer.from(text.repeat(times)), Buffer.alloc(3, 'y')]);
        const end = bytes.length - 3;
        const decoded = decodeUtf8(bytes, before, end);
        expect(decoded).toBe(plain(bytes, before, end));
      }),
    );
  });

  it.each([
    ['a byte order mark is kept', '\ufeff'],
    ['NUL', '\0'],
    ['characters of four bytes', '\u{1f600}\u{10ffff}'],
    ['the end of each length', '\u007f\u0080\u07ff\u0800\uffff\u{10000}'],
  ])('%s', (_, text) => {
    const long = text.repeat(1000);
    const bytes = Buffer.from(long);
    expect(decodeUtf8(bytes, 0, bytes.length)).toBe(long);
  });
});
