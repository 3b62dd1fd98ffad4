import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TokenBucket } from '../../src/limits/token-bucket.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Takes single tokens for as long as there are any; returns how many there were. */
function takeAll(bucket: TokenBucket): number {
  let taken = 0;
  for (; !bucket.isEmpty; taken++) bucket.spend(1);
  return taken;
}

describe('a bucket', () => {
  it('begins with its burst', () => {
    expect(takeAll(new TokenBucket(10, 25))).toBe(25);
  });

  it.each([
    [99, 0],
    [100, 1],
    [250, 2],
    [1_000, 10],
    [60_000, 25],
  ])('that is empty has after %d ms so many tokens: %d', (milliseconds, tokens) => {
    const bucket = new TokenBucket(10, 25);
    takeAll(bucket);
    jest.advanceTimersByTime(milliseconds);
    expect(takeAll(bucket)).toBe(tokens);
  });

  it('keeps the parts of tokens', () => {
    const bucket = new TokenBucket(10, 25);
    takeAll(bucket);
    let taken = 0;
    for (let i = 0; i < 40; i++) {
      jest.advanceTimersByTime(75);
      taken += takeAll(bucket);
    }
    expect(taken).toBe(30);
  });

  it('may be overdrawn, and has to be filled first then', () => {
    const bucket = new TokenBucket(100, 100);
    bucket.spend(400);
    expect(bucket.isEmpty).toBe(true);
    expect(bucket.wait).toBe(3_010);
    jest.advanceTimersByTime(3_009);
    expect(bucket.isEmpty).toBe(true);
    jest.advanceTimersByTime(2);
    expect(bucket.isEmpty).toBe(false);
    expect(bucket.wait).toBe(0);
  });

  it('asks for the time only when it is empty, as long as the shared clock stands still', () => {
    const bucket = new TokenBucket(10, 1_000);
    const now = jest.spyOn(performance, 'now');
    for (let i = 0; i < 900; i++) {
      bucket.spend(1);
      expect(bucket.isEmpty).toBe(false);
    }
    expect(now).not.toHaveBeenCalled();
    now.mockRestore();
  });
});
