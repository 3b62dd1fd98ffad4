import { jest } from '@jest/globals';
import { changeChaos, NO_CHAOS, type ChaosSettings } from '../../src/chaos/chaos-settings.js';
import { DelayLine } from '../../src/chaos/delay-line.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function line(changes: Partial<ChaosSettings>, chance = () => 0) {
  let settings = changeChaos(NO_CHAOS, changes);
  const out: [number, string][] = [];
  const begun = performance.now();
  const delay = new DelayLine(
    (bytes) => out.push([Math.round(performance.now() - begun), bytes.toString()]),
    () => settings,
    chance,
  );
  return { delay, out, change: (next: Partial<ChaosSettings>) => (settings = changeChaos(settings, next)) };
}

test('without settings everything leaves at once', () => {
  const { delay, out } = line({});
  delay.put(Buffer.from('a'));
  expect(out).toEqual([[0, 'a']]);
  expect(delay.size).toBe(0);
});

test('with latency it leaves later, and jitter does not change the order', () => {
  const chances = [1, 0];
  const { delay, out } = line({ latency: 100, jitter: 50 }, () => chances.shift()!);
  delay.put(Buffer.from('a'));
  delay.put(Buffer.from('b'));
  expect(delay.size).toBe(2);
  jest.advanceTimersByTime(149);
  expect(out).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(out).toEqual([
    [150, 'a'],
    [150, 'b'],
  ]);
});

test('what comes after the latency was taken away still waits for what is before it', () => {
  const { delay, out, change } = line({ latency: 100 });
  delay.put(Buffer.from('a'));
  change({ latency: 0 });
  delay.put(Buffer.from('b'));
  expect(out).toEqual([]);
  jest.advanceTimersByTime(100);
  expect(out.map(([, text]) => text)).toEqual(['a', 'b']);
});

test('a bandwidth is kept to', () => {
  const { delay, out } = line({ bandwidth: 1000 });
  delay.put(Buffer.alloc(500, 'x'));
  jest.advanceTimersByTime(1000);
  expect(out.reduce((sum, [, text]) => sum + text.length, 0)).toBe(500);
  expect(out.at(-1)![0]).toBeGreaterThanOrEqual(400);
  expect(out.at(-1)![0]).toBeLessThanOrEqual(500);
});

test('it cuts into pieces, one a turn', () => {
  const { delay, out } = line({ fragmentation: 2 });
  delay.put(Buffer.from('abcde'));
  expect(out.map(([, text]) => text)).toEqual(['ab']);
  jest.runAllTimers();
  expect(out.map(([, text]) => text)).toEqual(['ab', 'cd', 'e']);
});

test('it tells when nothing waits any more', () => {
  const { delay } = line({ latency: 10 });
  const emptied = jest.fn();
  delay.put(Buffer.from('a'));
  delay.whenEmpty(emptied);
  expect(emptied).not.toHaveBeenCalled();
  jest.advanceTimersByTime(10);
  expect(emptied).toHaveBeenCalledTimes(1);
  delay.whenEmpty(emptied);
  expect(emptied).toHaveBeenCalledTimes(2);
});

test('once it has stopped nothing leaves', () => {
  const { delay, out } = line({ latency: 10 });
  delay.put(Buffer.from('a'));
  delay.stop();
  jest.advanceTimersByTime(100);
  expect(out).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
});
