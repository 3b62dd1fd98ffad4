import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Intake } from '../../src/limits/intake.js';
import { CONNECTION_OPTIONS, type ConnectionOptions } from '../../src/options/connection-options.js';
import { resolveOptions } from '../../src/options/option-table.js';
import { CollectingLogger } from '../support-connection/collecting-logger.js';

beforeEach(() => void jest.useFakeTimers());

afterEach(() => {
  const left = jest.getTimerCount();
  jest.useRealTimers();
  if (left > 0) throw new Error(`${left} timers are left`);
});

/** An intake, and what it has told. */
function setUp(options: Partial<ConnectionOptions>) {
  const logger = new CollectingLogger();
  const closed: [number, string][] = [];
  const told = { close: (code: number, reason: string) => void closed.push([code, reason]), goOn: jest.fn() };
  return { intake: new Intake(told, resolveOptions(CONNECTION_OPTIONS, { logger, ...options })), told, closed, logger };
}

/** Takes note of messages while nothing keeps them from being read; returns how many were handed on. */
function messages(intake: Intake, most: number): number {
  let handedOn = 0;
  for (let i = 0; i < most && !intake.isWaiting; i++) if (intake.messageCame()) handedOn++;
  return handedOn;
}

describe('a peer that sends no more than it may', () => {
  it.each(['delay', 'drop', 'close'] as const)('is heard (%s)', (overRate) => {
    const { intake, closed, logger } = setUp({ maxMessagesPerSecond: 10, maxBytesPerSecond: 1_000, overRate });
    for (let i = 0; i < 100; i++) {
      intake.bytesCame(100);
      expect(intake.messageCame()).toBe(true);
      expect(intake.isWaiting).toBe(false);
      jest.advanceTimersByTime(100);
    }
    expect([closed, logger.warnings]).toEqual([[], []]);
  });

  it('is asked for nothing without limits', () => {
    const { intake } = setUp({ maxControlFramesPerSecond: Infinity });
    for (let i = 0; i < 100_000; i++) {
      intake.bytesCame(1e9);
      intake.controlFrameCame();
      intake.messageCame();
    }
    expect(intake.isWaiting).toBe(false);
  });
});

describe('a delay', () => {
  it('comes after the burst, and ends when there are tokens again', () => {
    const { intake, told } = setUp({ maxMessagesPerSecond: 10, rateBurst: 3 });
    expect(messages(intake, 100)).toBe(30);
    expect(intake.isWaiting).toBe(true);
    jest.advanceTimersByTime(99);
    expect(told.goOn).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2);
    expect(told.goOn).toHaveBeenCalledTimes(1);
    expect(intake.isWaiting).toBe(false);
    expect(messages(intake, 100)).toBe(1);
    intake.stop();
  });

  it('keeps the rate in the long run', () => {
    const { intake } = setUp({ maxMessagesPerSecond: 500, rateBurst: 1 });
    let handedOn = messages(intake, 10_000);
    for (let i = 0; i < 10_000; i++) {
      jest.advanceTimersByTime(1);
      handedOn += messages(intake, 10_000);
    }
    expect(handedOn).toBeGreaterThan(500 + 4_900);
    expect(handedOn).toBeLessThanOrEqual(500 + 5_000);
    intake.stop();
  });

  it('lasts until all bytes that have come are paid for', () => {
    const { intake, told } = setUp({ maxBytesPerSecond: 1_000, rateBurst: 1 });
    intake.bytesCame(4_000);
    expect(intake.isWaiting).toBe(true);
    expect(intake.messageCame()).toBe(true);
    jest.advanceTimersByTime(3_000);
    expect(told.goOn).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2);
    expect(told.goOn).toHaveBeenCalledTimes(1);
  });

  it('goes on when more bytes have come in while it lasted', () => {
    const { intake, told } = setUp({ maxBytesPerSecond: 1_000, rateBurst: 1 });
    intake.bytesCame(2_000);
    intake.bytesCame(2_000);
    jest.advanceTimersByTime(2_500);
    expect([intake.isWaiting, told.goOn.mock.calls.length]).toEqual([true, 0]);
    jest.advanceTimersByTime(1_000);
    expect([intake.isWaiting, told.goOn.mock.calls.length]).toEqual([false, 1]);
  });

  it('does not keep the process alive, and ends with the connection', () => {
    const set = jest.spyOn(globalThis, 'setTimeout');
    const { intake, told } = setUp({ maxBytesPerSecond: 1, rateBurst: 1 });
    intake.bytesCame(100);
    expect(set.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([false]);
    set.mockRestore();
    intake.stop();
    expect(intake.isWaiting).toBe(false);
    jest.advanceTimersByTime(1_000_000);
    expect(told.goOn).not.toHaveBeenCalled();
  });
});

describe('control frames', () => {
  it.each(['delay', 'drop', 'close'] as const)('over ten seconds’ worth are delayed, never more (%s)', (overRate) => {
    const { intake, closed, told } = setUp({ maxControlFramesPerSecond: 100, overRate });
    let count = 0;
    for (; !intake.isWaiting; count++) intake.controlFrameCame();
    expect(count).toBe(1_000);
    expect(closed).toEqual([]);
    jest.advanceTimersByTime(21);
    expect(told.goOn).toHaveBeenCalledTimes(1);
    intake.stop();
  });

  it('of ten thousand at once are within the default', () => {
    const { intake } = setUp({});
    for (let i = 1; i < 10_000; i++) intake.controlFrameCame();
    expect(intake.isWaiting).toBe(false);
    intake.stop();
  });
});

describe('a message that is too many', () => {
  it('is dropped, and said so once', () => {
    const { intake, closed, logger } = setUp({ maxMessagesPerSecond: 10, rateBurst: 1, overRate: 'drop' });
    expect(messages(intake, 100)).toBe(10);
    jest.advanceTimersByTime(501);
    expect(messages(intake, 100)).toBe(5);
    expect(closed).toEqual([]);
    expect(logger.warnings).toEqual(['dropping messages of a connection: more than 10 messages a second']);
  });

  it('of too many bytes is dropped, and the bytes of what is dropped are not held against those that follow', () => {
    const { intake, logger } = setUp({ maxBytesPerSecond: 1_000, rateBurst: 1, overRate: 'drop' });
    let handedOn = 0;
    for (let i = 0; i < 100; i++) {
      intake.bytesCame(100);
      if (intake.messageCame()) handedOn++;
    }
    expect(handedOn).toBeGreaterThanOrEqual(9);
    expect(handedOn).toBeLessThanOrEqual(10);
    jest.advanceTimersByTime(1_001);
    intake.bytesCame(100);
    expect(intake.messageCame()).toBe(true);
    expect(logger.warnings).toEqual(['dropping messages of a connection: more than 1000 bytes a second']);
  });

  it('closes with 1008, once, and nothing is handed on after it', () => {
    const { intake, closed, logger } = setUp({ maxMessagesPerSecond: 10, rateBurst: 1, overRate: 'close' });
    expect(messages(intake, 100)).toBe(10);
    jest.advanceTimersByTime(10_000);
    expect(messages(intake, 100)).toBe(0);
    expect(closed).toEqual([[1008, 'more than 10 messages a second']]);
    expect(logger.warnings).toEqual(['closing a connection with 1008: more than 10 messages a second']);
  });

  it('of too many bytes closes with 1008', () => {
    const { intake, closed } = setUp({ maxBytesPerSecond: 1_000, rateBurst: 1, overRate: 'close' });
    intake.bytesCame(1_001);
    expect(intake.messageCame()).toBe(false);
    expect(closed).toEqual([[1008, 'more than 1000 bytes a second']]);
  });
});
