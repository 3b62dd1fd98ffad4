// A guard without a connection: what it does is noted, and its stream is a row of numbers.
import { afterEach, beforeEach, jest } from '@jest/globals';
import type { Duplex } from 'node:stream';
import { Guard } from '../../src/limits/guard.js';
import { CONNECTION_OPTIONS, type ConnectionOptions } from '../../src/options/connection-options.js';
import { resolveOptions } from '../../src/options/option-table.js';
import { CollectingLogger } from './collecting-logger.js';

const guards: Guard[] = [];

/** Time stands still and chance is 0 in each test of the file; a timer that is left fails the test. */
export function holdTime(): void {
  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(0);
  });

  afterEach(() => {
    for (const guard of guards.splice(0)) guard.stop();
    const left = jest.getTimerCount();
    jest.restoreAllMocks();
    jest.useRealTimers();
    if (left > 0) throw new Error(`${left} timers are left`);
  });
}

/** What a stream says of itself; numbers that a test sets. */
class Numbers {
  readableLength = 0;
  readonly readableHighWaterMark = 100;
  writableLength = 0;
  bytesWritten = 0;
}

/** A guard, and what it does to its connection. */
export function guarded(options: Partial<ConnectionOptions> = {}) {
  const logger = new CollectingLogger();
  const stream = new Numbers();
  const did: string[] = [];
  const pings: Buffer[] = [];
  const told = {
    socket: stream as unknown as Duplex,
    options: resolveOptions(CONNECTION_OPTIONS, { logger, ...options }),
    state: 'open' as 'open' | 'closing' | 'closed',
    isReceiving: false,
    ending: { networkError: undefined as Error | undefined },
    sendPing: (payload: Uint8Array) => void pings.push(Buffer.from(payload)),
    close(code: number, reason: string) {
      this.state = 'closing';
      did.push(`close ${code} ${reason}`);
    },
    terminate() {
      this.state = 'closed';
      did.push('terminate');
    },
    goOn: () => void did.push('go on'),
  };
  const guard = new Guard(told);
  guards.push(guard);
  return { guard, told, stream, did, pings, logger };
}

/** The same, of a connection that has begun. */
export function started(options: Partial<ConnectionOptions> = {}) {
  const all = guarded(options);
  all.guard.start();
  return all;
}

/** Lets time pass. */
export const pass = (milliseconds: number): void => jest.advanceTimersByTime(milliseconds);
