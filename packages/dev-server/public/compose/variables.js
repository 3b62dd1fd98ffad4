// `{{name}}` in a draft. Three names are built in, the others are the user's own, kept in this browser.
import { keptStore } from '../store/kept-store.js';

/** What the built-in names stand for, for the page to show. */
export const builtIn = /** @type {Readonly<Record<string, string>>} */ ({
  now: 'the time, as ISO 8601',
  uuid: 'a new UUID for each message',
  n: 'the number of the message in a repetition, from 1',
});

/** The user's own variables by name. */
export const ownVariables = keptStore(
  'variables',
  /** @type {Readonly<Record<string, string>>} */ ({}),
  /** @returns {value is Record<string, string>} */
  (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string'),
);

/**
 * Fills in the variables. A name that nobody knows stays as it is.
 * @param {string} text
 * @param {Readonly<Record<string, string>>} own
 * @param {number} n
 */
export function fillIn(text, own, n) {
  return text.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, /** @type {string} */ name) => {
    if (Object.hasOwn(own, name)) return own[name];
    if (name === 'now') return new Date().toISOString();
    if (name === 'uuid') return crypto.randomUUID();
    if (name === 'n') return String(n);
    return whole;
  });
}
