// One short sentence that says what has just been done, and goes by itself.
import { Store } from './store.js';

const SHOWN_FOR = 3500;

/** The sentence that is shown, if any. */
export const toast = new Store({ text: '', isError: false });

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Shows a sentence for some seconds.
 * @param {string} text
 */
export function say(text) {
  show(text, false);
}

/**
 * Shows a sentence that says what went wrong.
 * @param {string} text
 */
export function complain(text) {
  show(text, true);
}

/**
 * @param {string} text
 * @param {boolean} isError
 */
function show(text, isError) {
  clearTimeout(timer);
  toast.set({ text, isError });
  timer = setTimeout(() => toast.set({ text: '', isError: false }), SHOWN_FOR);
}
