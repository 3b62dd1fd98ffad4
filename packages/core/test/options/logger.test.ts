import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { consoleLogger, silentLogger } from '../../src/options/logger.js';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('consoleLogger', () => {
  it('writes lines that say whose they are', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const boom = new Error('boom');
    consoleLogger.warn('refused');
    consoleLogger.error('failed', boom);
    expect(warn.mock.calls).toEqual([['ws4ts: refused']]);
    expect(error.mock.calls).toEqual([['ws4ts: failed', boom]]);
  });
});

describe('silentLogger', () => {
  it('writes nothing', () => {
    const streams = [jest.spyOn(process.stdout, 'write'), jest.spyOn(process.stderr, 'write')];
    silentLogger.warn('refused');
    silentLogger.error('failed', new Error('boom'));
    for (const stream of streams) expect(stream).not.toHaveBeenCalled();
  });
});
