// What tests of the Inflater call it with.
import { expect } from '@jest/globals';
import { InflateError } from '../../../src/extensions/inflate/inflate-error.js';
import { Inflater } from '../../../src/extensions/inflate/inflater.js';

/** How many bytes a message may have where a test is not about that. */
export const LIMIT = 1 << 24;

/** An Inflater of the largest window that forgets each message, where nothing else is said. */
export const inflater = (windowBits = 15, takeover = false): Inflater => new Inflater({ windowBits, takeover });

/** Inflates one message that shares its window with no other. */
export const inflate = (payload: Uint8Array, limit = LIMIT): Buffer => inflater().inflate(payload, limit);

/** The run ends in an InflateError that says this. */
export function expectInflateError(failure: string, run: () => unknown): void {
  let error: unknown;
  try {
    run();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(InflateError);
  expect((error as InflateError).failure).toBe(failure);
}
