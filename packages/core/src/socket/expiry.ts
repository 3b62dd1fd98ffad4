// The times that credentials may end at.
import { UsageError } from '../vocabulary/errors.js';

/** The latest time that a Date can have (ECMA-262 §21.4.1.1). */
const LATEST = 8.64e15;

/** A Date, or milliseconds since 1970, as the latter. Throws a UsageError for what is no time. */
export function millisecondsSince1970(time: Date | number): number {
  const milliseconds = time instanceof Date ? time.getTime() : time;
  if (typeof milliseconds === 'number' && Math.abs(milliseconds) <= LATEST) return milliseconds;
  throw new UsageError('WS_USAGE_TIME', time);
}
