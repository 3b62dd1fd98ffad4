// Data that is not as RFC 1951 has it is refused.
import { describe, expect, it } from '@jest/globals';
import { bytes } from '../support/bytes.js';
import { Bits } from './support/bits.js';
import { expectInflateError, inflate, inflater, LIMIT } from './support/inflating.js';
import { judge } from './support/read-by-zlib.js';
import { feedMessage, noise, zlibPayload, zlibPayloads } from './support/samples.js';

describe('Inflater: broken data', () => {
  /** A code length code with the lengths 0 and 1 and the three repeats: 0 → 00, 1 → 01, 16 → 10, 18 → 11. */
  const lengths = { 0: 2, 1: 2, 16: 2, 18: 2 };
  const zeros = (bits: Bits, count: number): Bits => bits.code('11').number(count - 11, 7);
  const manyZeros = (bits: Bits, count: number): Bits => zeros(zeros(bits, 138), count - 138);
  /** A dynamic block with one literal, 255, the end of the block and the given distance lengths. */
  const dynamic = (distances: string, count = distances.length / 2): Bits =>
    manyZeros(new Bits().dynamic(257, count, lengths), 255)
      .code('01')
      .code('01')
      .code(distances);
  const fixed = (): Bits => new Bits().header('fixed');
  const a = '10010001';

  const broken: Record<string, Buffer> = {
    'the reserved block type 11': new Bits().header('reserved').end(),
    'a stored block whose NLEN does not fit': bytes('00 05 00 fb ff 48 65 6c 6c 6f 00'),
    'a stored block that is cut': bytes('00 0c 00 f3 ff 48 65 6c 6c 6f 00'),
    'a fixed block that does not end': fixed().code(a).code(a).done(),
    'a fixed block that ends in the tail': bytes('f2 48 cd c9 c9 07'),
    'bytes behind the message': bytes('f2 48 cd c9 c9 07 00 00 00 ff ff 55'),
    'bytes behind a final block': bytes('f3 48 cd c9 c9 07 00 55'),
    'a tail within the message': bytes('f2 48 cd c9 c9 07 00 00 00 ff ff 00 00 ff ff 00'),
    'the literal/length symbol 286': fixed().code('11000110').code('0000000').end(),
    'the literal/length symbol 287': fixed().code('11000111').code('0000000').end(),
    'the distance symbol 30': fixed().code(a).code('0000001').code('11110').code('0000000').end(),
    'the distance symbol 31': fixed().code(a).code('0000001').code('11111').code('0000000').end(),
    'a distance before the first byte': fixed().code(a).code('0000001').code('00001').code('0000000').end(),
    'more than 286 literal/length symbols': manyZeros(new Bits().dynamic(287, 1, lengths), 255).end(),
    'more than 30 distance symbols': manyZeros(new Bits().dynamic(257, 31, lengths), 255).end(),
    'a code length code that is over-subscribed': new Bits().dynamic(257, 1, { 0: 1, 1: 1, 18: 1 }).end(),
    'a code length code that is incomplete': new Bits().dynamic(257, 1, { 0: 2, 1: 2, 18: 2 }).end(),
    'a code length code with a single code': new Bits().dynamic(257, 1, { 1: 1 }).end(),
    'a code length code without codes': new Bits().dynamic(257, 1, {}).end(),
    'a repeat of no length': new Bits().dynamic(257, 1, lengths).code('10').number(0, 2).end(),
    'a repeat beyond the last length': zeros(manyZeros(new Bits().dynamic(257, 1, lengths), 255), 138).end(),
    'no code for the end of the block': manyZeros(new Bits().dynamic(257, 1, lengths).code('01').code('01'), 255)
      .code('00')
      .end(),
    'a literal/length code that is over-subscribed': manyZeros(new Bits().dynamic(257, 1, lengths).code('01'), 254)
      .code('01')
      .code('01')
      .code('00')
      .end(),
    'a literal/length code that is incomplete': manyZeros(new Bits().dynamic(257, 1, { 0: 2, 2: 2, 16: 2, 18: 2 }), 255)
      .code('01')
      .code('01')
      .code('00')
      .end(),
    'a distance code that is over-subscribed': dynamic('010101').code('1').end(),
    'a distance code that is incomplete': manyZeros(new Bits().dynamic(258, 2, { 0: 2, 1: 2, 2: 2, 18: 2 }), 256)
      .code('01')
      .code('01')
      .code('10')
      .code('10')
      .code('0')
      .end(),
    'a match without a distance code': manyZeros(new Bits().dynamic(258, 1, lengths), 256)
      .code('01')
      .code('01')
      .code('00')
      .code('1')
      .code('0')
      .code('0')
      .end(),
    'lengths of a code that are cut': new Bits().dynamic(257, 1, lengths).done(),
  };
  for (const [name, payload] of Object.entries(broken))
    it(`refuses ${name}`, () => {
      expect([undefined, 'final']).toContain(judge(payload));
      expectInflateError('broken', () => inflate(payload));
    });

  it('takes a distance code with a single code, or none', () => {
    expect(inflate(dynamic('01').code('0').code('1').end())).toEqual(Buffer.from([255]));
    expect(inflate(dynamic('00').code('0').code('1').end())).toEqual(Buffer.from([255]));
    const matches = zeros(zeros(new Bits().dynamic(258, 1, { 1: 1, 18: 1 }), 11), 11);
    expect(judge(matches.end())).toBeUndefined();
  });

  it('refuses the unused half of a single distance code', () => {
    const block = (digit: string): Buffer =>
      zeros(zeros(new Bits().dynamic(258, 1, { 0: 2, 1: 2, 2: 2, 18: 2 }), 138), 117)
        .code('10')
        .code('01')
        .code('10')
        .code('01')
        .code('10')
        .code('11')
        .code(digit)
        .code('0')
        .end();
    expect(inflate(block('0'))).toEqual(Buffer.alloc(4, 255));
    expectInflateError('broken', () => inflate(block('1')));
  });

  it('refuses a distance beyond the window', () => {
    const far = (windowBits: number, distance: number): Buffer => {
      const sixBits = (size: number, seed: number): Buffer => noise(size, seed).map((byte) => byte & 63) as Buffer;
      const message = Buffer.concat([sixBits(20, 5), sixBits(distance - 20, 6), sixBits(20, 5)]);
      return inflater(windowBits).inflate(zlibPayload(message), LIMIT);
    };
    expect(far(8, 256).length).toBe(276);
    expectInflateError('broken', () => far(8, 257));
    expect(far(10, 1024).length).toBe(1044);
    expectInflateError('broken', () => far(10, 1025));
  });

  it('refuses a distance beyond the history: without takeover, after release, and in a new connection', async () => {
    const payloads = await zlibPayloads([feedMessage(1), feedMessage(1)], 15);
    expectInflateError('broken', () => inflater(15, true).inflate(payloads[1]!, LIMIT));
    const single = inflater(15, false);
    single.inflate(payloads[0]!, LIMIT);
    expect(single.memory).toBe(0);
    expectInflateError('broken', () => single.inflate(payloads[1]!, LIMIT));
    const released = inflater(15, true);
    released.inflate(payloads[0]!, LIMIT);
    expect(released.memory).toBeGreaterThan(1000);
    released.release();
    expect(released.memory).toBe(0);
    expectInflateError('broken', () => released.inflate(payloads[1]!, LIMIT));
  });

  it('inflates whatever comes after a failure of another connection', () => {
    for (const payload of Object.values(broken)) {
      expectInflateError('broken', () => inflate(payload));
      expect(inflate(zlibPayload(feedMessage(3))).equals(feedMessage(3))).toBe(true);
    }
  });
});
