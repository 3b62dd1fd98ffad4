// A value that components can watch. Nothing here knows what the values mean.
import { useEffect, useReducer, useRef } from 'preact/hooks';

/**
 * A value and those who watch it.
 * @template T
 */
export class Store {
  /** @type {Set<() => void>} */
  #watchers = new Set();
  /** @type {T} */
  #value;

  /** @param {T} value */
  constructor(value) {
    this.#value = value;
  }

  /** The value now; never changed in place. */
  get value() {
    return this.#value;
  }

  /**
   * Replaces the value, and tells it when it is another.
   * @param {T} value
   */
  set(value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const watcher of this.#watchers) watcher();
  }

  /**
   * Replaces some fields of a value that is an object.
   * @param {Partial<T>} fields
   */
  patch(fields) {
    this.set({ ...this.#value, ...fields });
  }

  /**
   * Calls back after each change; returns what ends that.
   * @param {() => void} watcher
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
}

/**
 * Returns the store's value, and renders the component again when it changes.
 * @template T
 * @param {Store<T>} store
 * @returns {T}
 */
export function useStore(store) {
  const [, render] = useReducer((/** @type {number} */ count) => count + 1, 0);
  const shown = useRef(store.value);
  shown.current = store.value;
  useEffect(() => {
    // A change between rendering and this effect would be missed.
    if (!Object.is(shown.current, store.value)) render(undefined);
    return store.watch(() => render(undefined));
  }, [store]);
  return store.value;
}
