import { describe, expect, it } from '@jest/globals';
import { millisecondsSince1970 } from '../../src/socket/expiry.js';
import { UsageError } from '../../src/vocabulary/errors.js';

describe('a time', () => {
  it.each([
    [new Date(1_234), 1_234],
    [5.5, 5.5],
    [0, 0],
    [-1, -1],
    [8.64e15, 8.64e15],
  ])('may be %p', (time, milliseconds) => {
    expect(millisecondsSince1970(time)).toBe(milliseconds);
  });

  it.each([Number.NaN, Infinity, -Infinity, 8.64e15 + 2, new Date(Number.NaN), '2030-01-01', null])(
    'may not be %p',
    (time) => {
      expect(() => millisecondsSince1970(time as number)).toThrow(expect.objectContaining({ code: 'WS_USAGE_TIME' }));
      expect(() => millisecondsSince1970(time as number)).toThrow(UsageError);
    },
  );
});
