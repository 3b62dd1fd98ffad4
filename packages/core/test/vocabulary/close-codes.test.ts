import { describe, expect, it } from '@jest/globals';
import { CloseCode, mayBeSent } from '../../src/vocabulary/close-codes.js';

const RANGES: [from: number, to: number, sent: boolean][] = [
  [0, 999, false],
  [1000, 1003, true],
  [1004, 1006, false],
  [1007, 1014, true],
  [1015, 2999, false],
  [3000, 4999, true],
  [5000, 65_535, false],
];

describe('the close codes that may be sent (§7.4)', () => {
  it.each(RANGES)('%d to %d: %s', (from, to, sent) => {
    const codes = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    expect(codes.filter((code) => mayBeSent(code) !== sent)).toEqual([]);
  });

  it.each([-1, -1000, 65_536 + 1000, 1000.5, Number.NaN, Infinity])('%d is none', (code) => {
    expect(mayBeSent(code)).toBe(false);
  });
});

describe('the named close codes', () => {
  it('are those of the registry', () => {
    expect(Object.values(CloseCode)).toEqual([
      1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 3000,
    ]);
  });

  it('are never sent where they only say what happened', () => {
    const never = Object.entries(CloseCode).filter(([, code]) => !mayBeSent(code));
    expect(never.map(([name]) => name)).toEqual(['noCode', 'abnormal', 'tlsFailed']);
  });
});
