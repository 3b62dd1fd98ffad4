// Which frames the timeline shows. A filter is made once, and then asked for each frame.
import { textOf } from './frame.js';

/** @typedef {import('./frame.js').Frame} Frame */

/**
 * @typedef {object} FilterForm
 * @property {'both' | 'sent' | 'received'} direction
 * @property {readonly string[]} kinds Names of `kindGroups`; none means all.
 * @property {string} search
 * @property {boolean} isPattern Whether `search` is a regular expression.
 */

/** What the chips of the filter stand for. */
export const kindGroups = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  Text: ['text'],
  Binary: ['binary'],
  Other: ['continuation', 'reserved'],
  'Ping/Pong': ['ping', 'pong'],
  Close: ['close'],
  Events: ['event'],
});

/** @type {FilterForm} */
export const noFilter = { direction: 'both', kinds: [], search: '', isPattern: false };

/** How much of a payload is searched: a search of 100,000 frames has to stay quick. */
const SEARCHED = 16_384;

/**
 * Returns a function that says whether a frame is shown, or null when every frame is.
 * @param {FilterForm} form
 * @returns {{ test: ((frame: Frame) => boolean) | null, problem: string }}
 */
export function makeFilter({ direction, kinds, search, isPattern }) {
  /** @type {((frame: Frame) => boolean)[]} */
  const tests = [];
  if (direction !== 'both') tests.push((frame) => frame.kind !== 'event' && frame.direction === direction);
  if (kinds.length > 0) {
    const wanted = new Set(kinds.flatMap((name) => kindGroups[name] ?? []));
    tests.push((frame) => wanted.has(frame.kind));
  }
  let problem = '';
  if (search !== '') {
    try {
      tests.push(isPattern ? matches(new RegExp(search, 'iu')) : includes(search.toLowerCase()));
    } catch (error) {
      const why = /** @type {Error} */ (error).message.split(': ').at(-1);
      problem = `Not a regular expression (${why?.toLowerCase()}): nothing is searched for.`;
    }
  }
  return { test: tests.length === 0 ? null : (frame) => tests.every((test) => test(frame)), problem };
}

/**
 * @param {RegExp} pattern
 * @returns {(frame: Frame) => boolean}
 */
function matches(pattern) {
  return (frame) => pattern.test(searched(frame));
}

/**
 * @param {string} words
 * @returns {(frame: Frame) => boolean}
 */
function includes(words) {
  return (frame) => searched(frame).toLowerCase().includes(words);
}

/** @param {Frame} frame */
function searched({ payload, code, reason }) {
  if (code !== undefined) return `${code} ${reason ?? ''}`;
  return typeof payload === 'string' ? payload.slice(0, SEARCHED) : textOf(payload.subarray(0, SEARCHED));
}
