import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readHeartbeat, writeHeartbeat } from '../../src/limits/heartbeat-payload.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A heartbeat with other bytes for its time. */
function at(time: number): Buffer {
  const payload = writeHeartbeat();
  payload.writeDoubleBE(time, payload.length - 8);
  return payload;
}

describe('the payload of a heartbeat', () => {
  it.each([0, 1, 12.5, 10_000])('says how long ago it was written: %d ms', (milliseconds) => {
    const payload = writeHeartbeat();
    const written = performance.now();
    const now = jest.spyOn(performance, 'now').mockReturnValue(written + milliseconds);
    expect(readHeartbeat(payload)).toBeCloseTo(milliseconds, 6);
    now.mockRestore();
  });

  it('fits into a control frame (§5.5)', () => {
    expect(writeHeartbeat().length).toBeLessThanOrEqual(125);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(16)],
    ['its beginning', writeHeartbeat().subarray(0, 15)],
    ['one byte more', Buffer.concat([writeHeartbeat(), Buffer.alloc(1)])],
    ['another mark', Buffer.concat([Buffer.alloc(8), writeHeartbeat().subarray(8)])],
  ])('is none: %s', (_, payload) => {
    expect(readHeartbeat(payload)).toBeUndefined();
  });

  it.each([Infinity, -Infinity, Number.NaN, 1e300])('is not believed of a time that has not been: %d', (time) => {
    expect(readHeartbeat(at(time))).toBeUndefined();
  });
});
