import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InflateError } from '../../src/extensions/inflate/inflate-error.js';
import { Inflater } from '../../src/extensions/inflate/inflater.js';
import { bytes } from '../support/bytes.js';
import { Bits } from './support/bits.js';
import { expectInflateError, inflate, inflater, LIMIT } from './support/inflating.js';
import { judge, TAIL } from './support/read-by-zlib.js';
import { feedMessage, noise, repetitive, samples, words, zlibPayload, zlibPayloads } from './support/samples.js';

describe('Inflater: the examples of RFC 7692', () => {
  it('§7.2.3.1 inflates a message compressed using one compressed deflate block', () => {
    expect(inflate(bytes('f2 48 cd c9 c9 07 00')).toString()).toBe('Hello');
  });

  it('§7.2.3.2 inflates messages that share the LZ77 sliding window', () => {
    const shared = inflater(15, true);
    expect(shared.inflate(bytes('f2 48 cd c9 c9 07 00'), LIMIT).toString()).toBe('Hello');
    expect(shared.inflate(bytes('f2 00 11 00 00'), LIMIT).toString()).toBe('Hello');
  });

  it('§7.2.3.3 inflates a deflate block with no compression', () => {
    expect(inflate(bytes('00 05 00 fa ff 48 65 6c 6c 6f 00')).toString()).toBe('Hello');
  });

  it('§7.2.3.4 inflates a deflate block with BFINAL set to 1', () => {
    const shared = inflater(15, true);
    expect(shared.inflate(bytes('f3 48 cd c9 c9 07 00 00'), LIMIT).toString()).toBe('Hello');
    expect(shared.inflate(bytes('f2 00 11 00 00'), LIMIT).toString()).toBe('Hello');
  });

  it('§7.2.3.5 inflates two deflate blocks in one message', () => {
    expect(inflate(bytes('f2 48 05 00 00 00 ff ff ca c9 c9 07 00')).toString()).toBe('Hello');
  });

  it('§7.2.3.6 inflates an empty message', () => {
    expect(inflate(bytes('00')).length).toBe(0);
  });
});

// Such payloads were taken for broken data, though every other implementation reads them: a sender that flushes and leaves
// the tail on, or sends nothing for an empty message.
describe('Inflater: a payload that ends where a block does', () => {
  it.each<[string, Buffer, string]>([
    ['no bytes', Buffer.alloc(0), ''],
    ['a tail that was left on', bytes('f2 48 cd c9 c9 07 00 00 00 ff ff'), 'Hello'],
    ['nothing but a tail that was left on', bytes('00 00 00 ff ff'), ''],
    ['a stored block', bytes('00 05 00 fa ff 48 65 6c 6c 6f'), 'Hello'],
    ['a final block', bytes('f3 48 cd c9 c9 07 00'), 'Hello'],
    [
      'a fixed block of whole bytes',
      new Bits().header('fixed').code('110010000'.repeat(6)).code('0000000').done(),
      '\x90'.repeat(6),
    ],
  ])('%s', (_what, payload, message) => {
    const shared = inflater(15, true);
    expect(shared.inflate(payload, LIMIT).toString('latin1')).toBe(message);
    // The next messages are read as ever.
    expect(shared.inflate(bytes('f2 48 cd c9 c9 07 00'), LIMIT).toString()).toBe('Hello');
    expect(shared.inflate(bytes('f2 00 11 00 00'), LIMIT).toString()).toBe('Hello');
    expect(inflateRawSync(payload, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1')).toBe(message);
  });

  it('is limited like any other', () => {
    expectInflateError('too big', () => inflater().inflate(bytes('00 05 00 fa ff 48 65 6c 6c 6f'), 4));
  });
});

describe('Inflater: what zlib compressed', () => {
  const sizes = [
    0, 1, 2, 3, 4, 257, 258, 259, 260, 1023, 32_767, 32_768, 32_769, 65_535, 65_536, 163_839, 163_841, 400_000,
  ];
  for (const [name, sample] of Object.entries(samples)) {
    it(`inflates ${name} of all sizes`, () => {
      for (const size of sizes) expect(inflate(zlibPayload(sample(size))).equals(sample(size))).toBe(true);
    });

    it(`inflates ${name} of all levels, windows and strategies`, () => {
      const message = sample(9000);
      for (let level = 0; level <= 9; level++)
        for (let windowBits = 9; windowBits <= 15; windowBits++) {
          const payload = zlibPayload(message, { level, windowBits });
          expect(inflater(windowBits).inflate(payload, LIMIT).equals(message)).toBe(true);
        }
      for (const strategy of [constants.Z_FIXED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FILTERED])
        expect(inflate(zlibPayload(message, { strategy })).equals(message)).toBe(true);
    });
  }

  it.each([9, 10, 12, 15])('inflates many messages that share a window of %i bits', async (windowBits) => {
    const messages = Array.from({ length: 60 }, (_, i) =>
      i % 20 === 19
        ? words(200_000, i)
        : i % 7 === 6
          ? noise(i * 30, i)
          : i % 11 === 10
            ? Buffer.alloc(0)
            : feedMessage(i),
    );
    const payloads = await zlibPayloads(messages, windowBits);
    const shared = inflater(windowBits, true);
    payloads.forEach((payload, i) => {
      expect(shared.inflate(payload, LIMIT).equals(messages[i]!)).toBe(true);
      inflate(zlibPayload(words(500, i)));
      expect(shared.memory).toBeLessThanOrEqual(1 << windowBits);
    });
  });

  it.each([9, 15])(
    'inflates a long row of messages with a window of %i bits, whoever comes between',
    async (windowBits) => {
      const messages = Array.from({ length: 300 }, (_, i) => feedMessage(i, 200 + ((i * 37) % 1500)));
      const payloads = await zlibPayloads(messages, windowBits);
      const [alone, one, two] = [0, 1, 2].map(() => new Inflater({ windowBits, takeover: true }));
      payloads.forEach((payload, i) => expect(alone!.inflate(payload, LIMIT).equals(messages[i]!)).toBe(true));
      for (let start = 0; start < payloads.length; start += 5)
        for (const inflating of [one!, two!])
          for (let i = start; i < start + 5; i++)
            expect(inflating.inflate(payloads[i]!, LIMIT).equals(messages[i]!)).toBe(true);
    },
  );

  it('inflates a message whose stream was finished, with and without a further block', () => {
    const shared = inflater(15, true);
    for (const message of [feedMessage(1), words(50_000), Buffer.alloc(0), noise(99)]) {
      const finished = deflateRawSync(message);
      expect(shared.inflate(finished, LIMIT).equals(message)).toBe(true);
      expect(shared.inflate(Buffer.concat([finished, bytes('00')]), LIMIT).equals(message)).toBe(true);
    }
  });

  it('goes on at the next byte boundary after each BFINAL, in the middle of a message as well', () => {
    const parts = ['one, ', 'two, ', 'three'].map((text) => deflateRawSync(Buffer.from(text)));
    expect(inflate(Buffer.concat([...parts, bytes('00')])).toString()).toBe('one, two, three');
    expect(inflate(bytes('01')).length).toBe(0);
  });

  it('takes a view at any offset', () => {
    const payload = zlibPayload(feedMessage(5));
    for (let offset = 0; offset < 9; offset++) {
      const bytes = Buffer.concat([Buffer.alloc(offset, 0xff), payload, Buffer.alloc(5, 0xff)]);
      const view = new Uint8Array(bytes.buffer, bytes.byteOffset + offset, payload.length);
      expect(inflate(view).equals(feedMessage(5))).toBe(true);
    }
  });

  it('agrees with zlib about streams with a broken bit or byte', () => {
    const originals = Object.values(samples).flatMap((sample) => [
      zlibPayload(sample(300)),
      zlibPayload(sample(60), { strategy: constants.Z_FIXED }),
      Buffer.concat([zlibPayload(sample(40)), TAIL, zlibPayload(sample(50), { level: 0 })]),
    ]);
    const mutation = fc.record({
      original: fc.constantFrom(...originals),
      edits: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
      cut: fc.option(fc.nat(), { freq: 4 }),
    });
    let accepted = 0;
    fc.assert(
      fc.property(mutation, ({ original, edits, cut }) => {
        let payload = Buffer.from(original);
        // Mostly in the first bytes, where the headers are.
        for (const [at, mask] of edits) payload[(at % (at & 1 ? 20 : payload.length)) % payload.length]! ^= mask;
        if (cut !== null) payload = payload.subarray(0, cut % payload.length);
        const expected = judge(payload);
        if (expected === 'final') return;
        if (expected !== undefined) accepted++;
        expect(verdict(payload)).toEqual(expected);
      }),
      { numRuns: 2500, seed: 7 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

/** The Inflater's verdict: the message, `undefined` when it is broken. */
function verdict(payload: Buffer): Buffer | undefined {
  try {
    return inflate(payload);
  } catch (error) {
    if (error instanceof InflateError && error.failure === 'broken') return undefined;
    throw error;
  }
}

describe('Inflater: limits', () => {
  it.each([0, 1, 1000, 131_071, 131_072, 163_840, 400_000])('allows %i bytes and not one more', (size) => {
    for (const message of [Buffer.alloc(size), noise(size), repetitive(size)]) {
      expect(inflate(zlibPayload(message), size).equals(message)).toBe(true);
      if (size > 0) expectInflateError('too big', () => inflate(zlibPayload(message), size - 1));
    }
  });

  it('refuses a gigabyte of zeros before it has cost a gigabyte', () => {
    const part = deflateRawSync(Buffer.alloc(1 << 24));
    const bomb = Buffer.concat(Array.from({ length: 64 }, () => part));
    expect(bomb.length).toBeLessThan(1 << 21);
    const before = process.memoryUsage().arrayBuffers;
    expectInflateError('too big', () => inflate(bomb, 1 << 22));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(3 << 22);
  });

  it('gives messages of their own that keep no big buffer alive', () => {
    const shared = inflater(15, true);
    const first = shared.inflate(zlibPayload(feedMessage(1)), LIMIT);
    shared.inflate(zlibPayload(feedMessage(2)), LIMIT);
    expect(first.equals(feedMessage(1))).toBe(true);
    first.fill(0);
    expect(inflate(zlibPayload(words(300_000))).buffer.byteLength).toBe(300_000);
    expect(first.buffer.byteLength).toBeLessThanOrEqual(65_536);
  });
});
