import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Inflater } from '../../src/extensions/inflate/inflater.js';
import { deflater, type Settings } from './support/deflating.js';
import { LIMIT } from './support/inflating.js';
import { zlibInflate } from './support/read-by-zlib.js';
import { feedMessage, noise, repetitive, samples, words, zlibPayload, zlibPayloads } from './support/samples.js';

const LEVELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const WINDOW_BITS = [8, 9, 10, 11, 12, 13, 14, 15];

/** The payload's size when both zlib and the Inflater read the message from it, NaN when not. */
function roundTrip(message: Buffer, settings: Settings): number {
  const payload = deflater(settings).deflate(message);
  const windowBits = settings.windowBits ?? 15;
  const isRead =
    zlibInflate([payload], windowBits).equals(message) &&
    new Inflater({ windowBits, takeover: false }).inflate(payload, LIMIT).equals(message);
  return isRead ? payload.length : Number.NaN;
}

describe('Deflater: the examples of RFC 7692', () => {
  it('§7.2.3.1 compresses a message using one compressed deflate block', () => {
    expect(deflater().deflate(Buffer.from('Hello')).toString('hex')).toBe('f248cdc9c90700');
  });

  it('§7.2.3.2 shares the LZ77 sliding window between messages', () => {
    const shared = deflater({ historySize: 32_768 });
    expect(shared.deflate(Buffer.from('Hello')).toString('hex')).toBe('f248cdc9c90700');
    // The RFC's f200110000 has the H as a literal; the whole word is a match as well, and a byte shorter.
    expect(shared.deflate(Buffer.from('Hello')).toString('hex')).toBe('02130000');
  });

  it('§7.2.3.3 makes a deflate block with no compression', () => {
    expect(deflater({ level: 0 }).deflate(Buffer.from('Hello')).toString('hex')).toBe('000500faff48656c6c6f00');
  });

  it('§7.2.3.6 makes an empty message of one byte', () => {
    for (const level of LEVELS) expect(deflater({ level }).deflate(Buffer.alloc(0)).toString('hex')).toBe('00');
  });

  it('§7.2.1 keeps 00 00 ff ff where the message goes on', () => {
    expect(deflater().deflate(Buffer.from('Hello'), false).toString('hex')).toBe('f248cdc9c907000000ffff');
    expect(deflater().deflate(Buffer.alloc(0), false).toString('hex')).toBe('000000ffff');
  });
});

describe('Deflater: round trips through zlib and the Inflater', () => {
  const sizes = [
    1, 2, 3, 4, 5, 7, 257, 258, 259, 260, 1023, 16_384, 32_767, 32_768, 32_769, 65_535, 65_536, 131_071, 200_000,
  ];
  for (const [name, sample] of Object.entries(samples)) {
    it(`compresses ${name} of all sizes`, () => {
      for (const size of sizes) expect(roundTrip(sample(size), { level: size > 30_000 ? 1 : 6 })).toBeGreaterThan(0);
    });

    it(`compresses ${name} at all levels and windows`, () => {
      for (const level of LEVELS)
        for (const windowBits of WINDOW_BITS) expect(roundTrip(sample(1500), { level, windowBits })).toBeGreaterThan(0);
    });
  }

  it.each(WINDOW_BITS)('compresses many messages that share a window of %i bits', (windowBits) => {
    const messages = Array.from({ length: 40 }, (_, i) =>
      i % 20 === 19
        ? words(70_000, i)
        : i % 7 === 6
          ? noise(i * 30, i)
          : i % 11 === 10
            ? Buffer.alloc(0)
            : feedMessage(i),
    );
    for (const historySize of [100, 1 << windowBits]) {
      const shared = deflater({ windowBits, historySize, level: 4 });
      const inflater = new Inflater({ windowBits, takeover: true });
      const payloads = messages.map((message) => shared.deflate(message));
      payloads.forEach((payload, i) => expect(inflater.inflate(payload, LIMIT).equals(messages[i]!)).toBe(true));
      expect(zlibInflate(payloads, Math.max(9, windowBits)).equals(Buffer.concat(messages))).toBe(true);
      expect(shared.memory).toBeLessThanOrEqual(Math.min(historySize, 1 << windowBits));
    }
  });

  it('compresses a message in fragments', () => {
    const message = words(5000);
    for (const historySize of [0, 4096]) {
      const shared = deflater({ historySize });
      const fragments = [0, 1, 2, 1000, 1001, 4000].map((start, i, starts) =>
        shared.deflate(message.subarray(start, starts[i + 1]), i === starts.length - 1),
      );
      const payload = Buffer.concat(fragments);
      expect(new Inflater({ windowBits: 15, takeover: false }).inflate(payload, LIMIT).equals(message)).toBe(true);
    }
  });

  it('compresses whatever bytes there are', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 2000, size: 'max' }),
      fc
        .array(fc.constantFrom('abc', 'abcd', 'xabcde', '\0', 'the same again '), { maxLength: 300, size: 'max' })
        .map((parts) => Buffer.from(parts.join(''))),
    );
    const settings = fc.record({
      level: fc.nat({ max: 9 }),
      windowBits: fc.integer({ min: 8, max: 15 }),
      historySize: fc.constantFrom(0, 50, 256, 5000),
    });
    fc.assert(
      fc.property(settings, fc.array(bytes, { maxLength: 4 }), (chosen, messages) => {
        const shared = deflater(chosen);
        const inflater = new Inflater({ windowBits: chosen.windowBits, takeover: true });
        for (const message of messages)
          expect(inflater.inflate(shared.deflate(message), LIMIT).equals(message)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('Deflater: sizes', () => {
  it('never costs more than stored blocks do', () => {
    for (const level of [0, 1, 6])
      for (const size of [1, 100, 65_535, 65_536, 100_000])
        expect(roundTrip(noise(size), { level })).toBeLessThanOrEqual(size + 1 + 6 * Math.ceil(size / 16_000));
  });

  it.each([12, 15])(
    'stays within a tenth of zlib over a hundred messages with a window of %i bits',
    async (windowBits) => {
      const messages = Array.from({ length: 100 }, (_, i) => feedMessage(i));
      const shared = deflater({ windowBits, historySize: 1 << windowBits });
      const ours = messages.reduce((size, message) => size + shared.deflate(message).length, 0);
      const theirs = Buffer.concat(await zlibPayloads(messages, windowBits)).length;
      expect(ours).toBeLessThan(theirs * 1.1);
    },
  );

  it('stays within a tenth of zlib for every sort of data', () => {
    for (const sample of [...Object.values(samples), repetitive]) {
      const message = sample(40_000);
      expect(roundTrip(message, { level: 6 })).toBeLessThan(zlibPayload(message).length * 1.1 + 16);
    }
  });

  it('uses the history, and no more of it than it keeps', () => {
    const message = noise(600);
    expect(deflater({ historySize: 0 }).deflate(message).length).toBeGreaterThan(600);
    const sizeOfSecond = (historySize: number): number => {
      const shared = deflater({ historySize });
      shared.deflate(message);
      return shared.deflate(message).length;
    };
    expect(sizeOfSecond(600)).toBeLessThan(30);
    expect(sizeOfSecond(300)).toBeGreaterThan(300);
    expect(sizeOfSecond(0)).toBeGreaterThan(600);
  });
});
