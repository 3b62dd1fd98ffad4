// A store whose value outlives the page, in localStorage. What cannot be read back is forgotten; what cannot be
// written, since storage is full or forbidden, lives as long as the page.
import { Store } from './store.js';

/**
 * Makes a store that begins with what was kept under the name.
 * @template T
 * @param {string} name
 * @param {T} initial
 * @param {(value: unknown) => value is T} isValid What was kept may come from another version of the page.
 * @returns {Store<T>}
 */
export function keptStore(name, initial, isValid) {
  const key = `ws4ts.${name}`;
  const store = new Store(read(key, initial, isValid));
  store.watch(() => write(key, store.value));
  return store;
}

/**
 * @template T
 * @param {string} key
 * @param {T} initial
 * @param {(value: unknown) => value is T} isValid
 */
function read(key, initial, isValid) {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? 'null');
    return isValid(value) ? value : initial;
  } catch {
    return initial;
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 */
function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // It stays in memory.
  }
}
