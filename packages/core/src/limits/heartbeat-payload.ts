// The payload of this library's own pings: the pong that brings it back needs nobody to remember when the ping was sent, and is
// told apart from the pongs to an application's pings.

const TIME_AT = 8;
const SIZE = TIME_AT + 8;

/** Drawn once a process: an application's ping does not begin so by chance, and a peer that guesses it gains nothing. */
let mark: Buffer | undefined;

/** A payload that says when it was written. */
export function writeHeartbeat(): Buffer {
  mark ??= process.getBuiltinModule('node:crypto').randomBytes(TIME_AT);
  const payload = Buffer.alloc(SIZE, mark);
  payload.writeDoubleBE(performance.now(), TIME_AT);
  return payload;
}

/** How long ago a payload was written, in milliseconds; undefined when it is none of ours, or of no time that has been. */
export function readHeartbeat(payload: Buffer): number | undefined {
  if (mark === undefined || payload.length !== SIZE || !payload.subarray(0, TIME_AT).equals(mark)) return undefined;
  const passed = performance.now() - payload.readDoubleBE(TIME_AT);
  return passed >= 0 && Number.isFinite(passed) ? passed : undefined;
}
