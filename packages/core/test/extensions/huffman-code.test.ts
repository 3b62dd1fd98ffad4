import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HuffmanCode } from '../../src/extensions/deflate/huffman-code.js';

function codeOf(frequencies: number[], limit: number): HuffmanCode {
  const code = new HuffmanCode(frequencies.length, limit);
  code.frequencies.set(frequencies);
  return code;
}

function lengthsOf(frequencies: number[], limit: number): number[] {
  const code = codeOf(frequencies, limit);
  code.build();
  return [...code.lengths];
}

/** The cost of the best code without a limit: the sum of all inner nodes. */
function bestCost(frequencies: number[]): number {
  const rest = frequencies.filter((frequency) => frequency > 0);
  let cost = 0;
  while (rest.length > 1) {
    rest.sort((a, b) => b - a);
    const joined = rest.pop()! + rest.pop()!;
    cost += joined;
    rest.push(joined);
  }
  return cost;
}

const kraft = (lengths: number[]): number => lengths.reduce((sum, length) => sum + (length && 2 ** -length), 0);
const cost = (lengths: number[], frequencies: number[]): number =>
  lengths.reduce((sum, length, symbol) => sum + length * frequencies[symbol]!, 0);

describe('HuffmanCode', () => {
  it('finds a best code where the limit does not matter', () => {
    const frequencies = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 50 })), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(frequencies, (counted) => {
        fc.pre(counted.filter(Boolean).length > 1);
        const lengths = lengthsOf(counted, 15);
        expect(kraft(lengths)).toBe(1);
        expect(cost(lengths, counted)).toBe(bestCost(counted));
      }),
    );
  });

  it('finds a code quickly that is complete, nearly as good, and never longer for what is more frequent', () => {
    const frequencies = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 5 }), fc.nat({ max: 100 })), {
      minLength: 2,
      maxLength: 286,
    });
    fc.assert(
      fc.property(frequencies, (counted) => {
        fc.pre(counted.filter(Boolean).length > 1);
        const code = codeOf(counted, 15);
        code.buildQuickly();
        const lengths = [...code.lengths];
        expect(kraft(lengths)).toBe(1);
        expect(lengths.every((length, symbol) => length > 0 === counted[symbol]! > 0)).toBe(true);
        expect(cost(lengths, counted)).toBeLessThanOrEqual(bestCost(counted) * 1.4);
        const byFrequency = lengths.map((length, symbol) => ({ length, power: Math.clz32(counted[symbol]!) }));
        for (const one of byFrequency.filter(({ length }) => length > 0))
          for (const rarer of byFrequency.filter(({ length, power }) => length > 0 && power > one.power))
            expect(rarer.length).toBeGreaterThanOrEqual(one.length);
      }),
    );
  });

  it('keeps quick codes to 15 bits, whatever a block holds', () => {
    const powers = Array.from({ length: 14 }, (_, power) => 2 ** power);
    for (const counted of [[1, 16_384], [...powers, 1], [...powers, 1, 1], Array.from({ length: 286 }, () => 57)]) {
      const code = codeOf(counted, 15);
      code.buildQuickly();
      expect(Math.max(...code.lengths)).toBeLessThanOrEqual(15);
      expect(kraft([...code.lengths])).toBe(1);
    }
  });

  it('makes runs of like lengths quickly', () => {
    const code = codeOf([5, 1, 4, 1, 6, 1, 1, 7, 1, 1, 1], 15);
    code.buildQuickly();
    expect([...code.lengths]).toEqual([3, 4, 3, 4, 3, 4, 4, 3, 4, 4, 3]);
  });

  it('forgets the last code, whichever way it was built', () => {
    const code = codeOf([3, 3, 3, 3], 15);
    code.buildQuickly();
    code.clearFrequencies();
    code.frequencies.set([0, 0, 2, 1]);
    code.build();
    expect([...code.lengths]).toEqual([0, 0, 1, 1]);
    code.clearFrequencies();
    code.frequencies.set([1, 0, 0, 0]);
    code.buildQuickly();
    expect([...code.lengths]).toEqual([1, 1, 0, 0]);
  });

  it.each([7, 15])('keeps to a limit of %i bits with a complete code', (limit) => {
    const fibonacci = [1, 1];
    while (fibonacci.length < 19) fibonacci.push(fibonacci.at(-1)! + fibonacci.at(-2)!);
    const lengths = lengthsOf(fibonacci, limit);
    expect(Math.max(...lengths)).toBe(limit);
    expect(kraft(lengths)).toBe(1);
    expect(cost(lengths, fibonacci)).toBeLessThan(bestCost(fibonacci) * 1.15);
  });

  it('makes two codes at least', () => {
    expect(lengthsOf([0, 0, 0], 15)).toEqual([1, 1, 0]);
    expect(lengthsOf([0, 0, 9], 15)).toEqual([1, 0, 1]);
    expect(lengthsOf([9, 0, 0], 15)).toEqual([1, 1, 0]);
  });

  it('assigns the codes of the example of RFC 1951 §3.2.2', () => {
    const code = HuffmanCode.of(Uint8Array.of(3, 3, 3, 3, 3, 2, 4, 4));
    const written = [...code.codes].map((entry) =>
      Array.from({ length: entry & 15 }, (_, bit) => (entry >>> (4 + bit)) & 1).join(''),
    );
    expect(written).toEqual(['010', '011', '100', '101', '110', '00', '1110', '1111']);
  });
});
