// What the timeline shows of the ring: all of it, what a filter lets through, or what there was at a pause.
import { makeFilter, noFilter } from './frame-filter.js';

/** @typedef {import('./frame-filter.js').FilterForm} FilterForm */
/** @typedef {import('./frame-ring.js').FrameRing} FrameRing */

/** The rows of the timeline, by number. Without a filter nothing is stored: rows are then the ring itself. */
export class FrameView {
  #ring;
  /** @type {FilterForm} */
  #form = noFilter;
  /** @type {((frame: import('./frame.js').Frame) => boolean) | null} */
  #test = null;
  /** @type {number[]} Ids that the filter let through, oldest first; those before `#start` are gone. */
  #ids = [];
  #start = 0;
  #seen = 0;
  /** @type {number | undefined} The id behind the last that is shown while it pauses. */
  #end;

  /** Why the search cannot be made, if so. */
  problem = '';

  /** @param {FrameRing} ring */
  constructor(ring) {
    this.#ring = ring;
  }

  get form() {
    return this.#form;
  }

  /** @param {FilterForm} form */
  filter(form) {
    this.#form = form;
    const { test, problem } = makeFilter(form);
    this.#test = test;
    this.problem = problem;
    this.#ids = [];
    this.#start = 0;
    this.#seen = this.#ring.first;
  }

  get isPaused() {
    return this.#end !== undefined;
  }

  /** Shows no frame that comes from now on, until `resume`. */
  pause() {
    this.#end = this.#ring.next;
  }

  resume() {
    this.#end = undefined;
  }

  /** How many frames came since the pause. */
  get held() {
    return this.#end === undefined ? 0 : this.#ring.next - Math.max(this.#end, this.#ring.first);
  }

  /** How many rows there are. */
  get length() {
    if (!this.#test) return Math.max(0, (this.#end ?? this.#ring.next) - this.#ring.first);
    this.#catchUp(this.#test);
    return this.#ids.length - this.#start;
  }

  /**
   * Returns the id in a row. Ask for `length` before.
   * @param {number} row
   */
  idAt(row) {
    return this.#test ? this.#ids[this.#start + row] : this.#ring.first + row;
  }

  /**
   * Returns the row that shows an id, or that which would.
   * @param {number} id
   */
  rowOf(id) {
    if (!this.#test) return id - this.#ring.first;
    let [low, high] = [this.#start, this.#ids.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ids[middle] < id) low = middle + 1;
      else high = middle;
    }
    return low - this.#start;
  }

  /** @param {(frame: import('./frame.js').Frame) => boolean} test */
  #catchUp(test) {
    const end = this.#end ?? this.#ring.next;
    for (let id = Math.max(this.#seen, this.#ring.first); id < end; id++) {
      const frame = this.#ring.get(id);
      if (frame && test(frame)) this.#ids.push(id);
    }
    this.#seen = Math.max(this.#seen, end);
    while (this.#start < this.#ids.length && this.#ids[this.#start] < this.#ring.first) this.#start++;
    // Ids that are gone are cut off now and then, and not one by one.
    if (this.#start > 10_000) {
      this.#ids = this.#ids.slice(this.#start);
      this.#start = 0;
    }
  }
}
