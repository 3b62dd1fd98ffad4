// When to connect again: after a break, and after 1012, but not after an end that one side wanted.

/** The longest wait, in milliseconds. */
const LONGEST = 30_000;
const FIRST = 500;

/** Codes after which another try would be against the will of one side, or fail in the same way. */
const finals = new Set([1000, 1002, 1003, 1007, 1008, 1009, 1010, 3000, 3003]);

/**
 * Says whether an end calls for another try.
 * @param {number} code
 */
export function isWorthRetrying(code) {
  return !finals.has(code) && (code < 3000 || code === 3008);
}

/**
 * Returns the wait before a try in milliseconds: twice as long each time, less up to a half by chance, so that many
 * clients of a server that restarts do not come at once.
 * @param {number} attempt Counts from 1.
 * @param {() => number} random
 */
export function waitBefore(attempt, random = Math.random) {
  const longest = Math.min(LONGEST, FIRST * 2 ** (attempt - 1));
  return Math.round(longest * (1 - random() / 2));
}
