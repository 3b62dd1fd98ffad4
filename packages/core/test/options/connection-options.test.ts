import { describe, expect, it } from '@jest/globals';
import { CONNECTION_OPTIONS } from '../../src/options/connection-options.js';
import { consoleLogger, silentLogger } from '../../src/options/logger.js';
import { resolveOptions } from '../../src/options/option-table.js';

const resolve = (given: object) => resolveOptions(CONNECTION_OPTIONS, given);

describe('the options of a connection', () => {
  it('have safe defaults', () => {
    expect(resolve({})).toEqual({
      maxMessageSize: 1_048_576,
      closeTimeout: 5_000,
      maxBufferedAmount: 16 * 1024 * 1024,
      whenFull: 'close',
      concurrency: 1,
      pingInterval: 30_000,
      pongTimeout: 10_000,
      idleTimeout: Infinity,
      maxLifetime: Infinity,
      maxMessagesPerSecond: Infinity,
      maxBytesPerSecond: Infinity,
      rateBurst: 2,
      overRate: 'delay',
      maxControlFramesPerSecond: 50_000,
      compression: false,
      logger: consoleLogger,
    });
  });

  it.each([
    ['maxMessageSize', 0],
    ['maxMessageSize', 2 ** 30 + 1],
    ['maxMessageSize', '1024'],
    ['closeTimeout', 0],
    ['closeTimeout', -1],
    ['closeTimeout', Infinity],
    ['pingInterval', 0],
    ['pingInterval', false],
    ['pongTimeout', Infinity],
    ['idleTimeout', -1],
    ['maxLifetime', 2 ** 31],
    ['maxMessagesPerSecond', 0],
    ['maxMessagesPerSecond', 0.5],
    ['maxBytesPerSecond', -Infinity],
    ['maxControlFramesPerSecond', Number.NaN],
    ['rateBurst', 0],
    ['rateBurst', Infinity],
    ['overRate', 'wait'],
    ['overRate', true],
    ['logger', {}],
    ['logger', 'console'],
    ['logger', { warn() {} }],
  ])('refuse %s: %p', (name, value) => {
    expect(() => resolve({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'WS_USAGE_OPTION', message: expect.stringContaining(`${name} must be`) }),
    );
  });

  it.each([
    ['maxMessageSize', 1],
    ['maxMessageSize', 2 ** 30],
    ['closeTimeout', 1],
    ['pingInterval', Infinity],
    ['idleTimeout', 60_000],
    ['maxLifetime', 2 ** 31 - 1],
    ['maxMessagesPerSecond', 1],
    ['maxControlFramesPerSecond', Infinity],
    ['overRate', 'drop'],
    ['overRate', 'close'],
  ] as const)('allow %s: %p', (name, value) => {
    expect(resolve({ [name]: value })[name]).toBe(value);
  });

  it('take console and other loggers', () => {
    expect(resolve({ logger: console }).logger).toBe(console);
    expect(resolve({ logger: silentLogger }).logger).toBe(silentLogger);
  });
});
