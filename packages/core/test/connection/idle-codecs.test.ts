import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { codecGone, codecUsed } from '../../src/connection/idle-codecs.js';
import type { MessageCodec } from '../../src/extensions/extension.js';

const SWEEP = 30_000;

/** Counts how often it was released. */
class CountingCodec implements MessageCodec {
  readonly threshold = 0;
  readonly sharedKey = undefined;
  released = 0;

  encode(): Buffer {
    throw new Error('nothing is to be encoded');
  }

  decode(): Buffer {
    throw new Error('nothing is to be decoded');
  }

  release(): void {
    this.released++;
  }
}

/** A codec that has just been used. */
function used(): CountingCodec {
  const codec = new CountingCodec();
  codecUsed(codec);
  return codec;
}

beforeEach(() => void jest.useFakeTimers());

afterEach(() => {
  // All are quiet after two sweeps, so that the next test begins with no codec and no timer.
  jest.advanceTimersByTime(2 * SWEEP);
  const left = jest.getTimerCount();
  jest.useRealTimers();
  if (left > 0) throw new Error(`${left} timers are left`);
});

describe('a codec', () => {
  it('is released once, when it was not used for two sweeps', () => {
    const codec = used();
    jest.advanceTimersByTime(2 * SWEEP - 1);
    expect(codec.released).toBe(0);
    jest.advanceTimersByTime(1);
    expect(codec.released).toBe(1);
    jest.advanceTimersByTime(10 * SWEEP);
    expect(codec.released).toBe(1);
  });

  it.each([
    ['just before a sweep, is idle for hardly more than one', SWEEP - 1, SWEEP + 1],
    ['just after a sweep, is idle for almost two', SWEEP + 1, 2 * SWEEP - 1],
  ])('that was last used %s', (_, lastUse, idle) => {
    const codec = used();
    jest.advanceTimersByTime(lastUse);
    codecUsed(codec);
    jest.advanceTimersByTime(idle - 1);
    expect(codec.released).toBe(0);
    jest.advanceTimersByTime(1);
    expect(codec.released).toBe(1);
  });

  it('is kept as long as it is used once a sweep', () => {
    const codec = used();
    for (let i = 0; i < 10; i++) {
      jest.advanceTimersByTime(SWEEP - 1);
      codecUsed(codec);
    }
    expect(codec.released).toBe(0);
  });

  it('is released again after it was used again', () => {
    const codec = used();
    jest.advanceTimersByTime(2 * SWEEP);
    codecUsed(codec);
    jest.advanceTimersByTime(2 * SWEEP);
    expect(codec.released).toBe(2);
  });

  it('is released alone: others that are used are kept', () => {
    const [quiet, busy] = [used(), used()];
    jest.advanceTimersByTime(SWEEP);
    codecUsed(busy);
    jest.advanceTimersByTime(SWEEP);
    expect([quiet.released, busy.released]).toEqual([1, 0]);
  });

  it.each([
    ['in the sweep of its last use', 1],
    ['in the sweep after', SWEEP + 1],
  ])('whose connection ends %s is forgotten', (_, lifetime) => {
    const codec = used();
    jest.advanceTimersByTime(lifetime);
    codecGone(codec);
    jest.advanceTimersByTime(10 * SWEEP);
    expect(codec.released).toBe(0);
  });
});

describe('the timer', () => {
  it('is one for all', () => {
    for (let i = 0; i < 100; i++) used();
    expect(jest.getTimerCount()).toBe(1);
  });

  it('does not run while all are quiet', () => {
    expect(jest.getTimerCount()).toBe(0);
    used();
    jest.advanceTimersByTime(2 * SWEEP);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not keep the process alive', () => {
    const set = jest.spyOn(globalThis, 'setTimeout');
    used();
    jest.advanceTimersByTime(SWEEP);
    expect(set.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([false, false]);
    set.mockRestore();
  });
});
