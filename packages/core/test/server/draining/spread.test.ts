import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spread } from '../../../src/server/draining/spread.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('spread', () => {
  it('calls for all at once when there is no time', () => {
    const called: number[] = [];
    spread(numbers(10), 0, (item) => called.push(item));
    expect([...called].sort((a, b) => a - b)).toEqual(numbers(10));
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([1, 7, 1000])('calls once for each of %d, evenly and within the time', (count) => {
    const called: number[] = [];
    spread(numbers(count), 1000, (item) => called.push(item));
    expect(called.length).toBeLessThanOrEqual(Math.ceil(count / 50) + 1);
    jest.advanceTimersByTime(500);
    expect(Math.abs(called.length - count / 2)).toBeLessThanOrEqual(count / 25 + 1);
    jest.advanceTimersByTime(500);
    expect([...called].sort((a, b) => a - b)).toEqual(numbers(count));
    expect(jest.getTimerCount()).toBe(0);
  });

  it('calls in no order that the items have', () => {
    const called: number[] = [];
    spread(numbers(1000), 0, (item) => called.push(item));
    expect(called).not.toEqual(numbers(1000));
  });

  it('ends when it is told to', () => {
    const called: number[] = [];
    const stop = spread(numbers(100), 1000, (item) => called.push(item));
    jest.advanceTimersByTime(100);
    const before = called.length;
    stop();
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(1000);
    expect(called.length).toBe(before);
    stop();
  });

  it('of nothing leaves no timer', () => {
    spread([], 1000, () => undefined);
    expect(jest.getTimerCount()).toBe(0);
  });
});
