// What was sent lately, newest first, each text once; kept in this browser.
import { keptStore } from '../store/kept-store.js';

/** @typedef {Pick<import('./draft.js').Draft, 'kind' | 'text'>} SentDraft */

const LONGEST = 50;
/** A longer text would fill localStorage. */
const LONGEST_TEXT = 16_384;

const isHistory = /** @returns {value is readonly SentDraft[]} */ (/** @type {unknown} */ value) =>
  Array.isArray(value) && value.every((each) => typeof each?.text === 'string' && typeof each?.kind === 'string');

/** The drafts that were sent. */
export const draftHistory = keptStore('history', /** @type {readonly SentDraft[]} */ ([]), isHistory);

/**
 * Puts a draft on top.
 * @param {SentDraft} draft
 */
export function remember({ kind, text }) {
  if (kind === 'file' || text === '' || text.length > LONGEST_TEXT) return;
  const others = draftHistory.value.filter((each) => each.kind !== kind || each.text !== text);
  draftHistory.set([{ kind, text }, ...others].slice(0, LONGEST));
}
