import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { nestLogger } from '../src/nest-logger.js';

afterEach(() => void jest.restoreAllMocks());

describe('nestLogger', () => {
  it("writes warnings and errors to Nest's logger", () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const error = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const failure = new Error('oops');
    const logger = nestLogger('Here');
    logger.warn('refused');
    logger.error('failed', failure);
    logger.error('failed', 'no error');
    expect(warn.mock.calls).toEqual([['refused']]);
    expect(error.mock.calls).toEqual([
      ['failed', failure.stack],
      ['failed', 'no error'],
    ]);
  });
});
