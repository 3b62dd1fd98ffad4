// The last frames of a session. It is bounded twice, in frames and in bytes: the oldest go first, and are counted.

/** @typedef {import('./frame.js').Frame} Frame */
/** @typedef {import('./frame.js').FrameContent} FrameContent */

/** Frames that are kept. */
export const maxFrames = 100_000;

/** Bytes of payload that are kept. */
export const maxBytes = 128 * 1024 * 1024;

/** A queue of frames whose ids have no gap. */
export class FrameRing {
  /** @type {(Frame | undefined)[]} */
  #slots = [];
  #bytes = 0;
  /** The id of the oldest frame that is kept. */
  first = 0;
  /** The id that the next frame will have. */
  next = 0;

  /** How many frames are kept. */
  get size() {
    return this.next - this.first;
  }

  /**
   * Adds a frame, and forgets the oldest ones when there are too many.
   * @param {FrameContent} content
   * @returns {Frame}
   */
  push(content) {
    const frame = { ...content, id: this.next };
    this.#bytes += sizeOf(frame);
    // Its slot may be that of the oldest, which has to be gone by then.
    while (this.size >= maxFrames || (this.#bytes > maxBytes && this.size > 0)) this.#forget();
    this.#slots[this.next % maxFrames] = frame;
    this.next++;
    return frame;
  }

  /**
   * Returns a frame that is kept.
   * @param {number} id
   * @returns {Frame | undefined}
   */
  get(id) {
    return id >= this.first && id < this.next ? this.#slots[id % maxFrames] : undefined;
  }

  /** Forgets all frames; ids go on. */
  clear() {
    this.#slots = [];
    this.#bytes = 0;
    this.first = this.next;
  }

  /** Walks from the oldest frame to the newest. */
  *[Symbol.iterator]() {
    for (let id = this.first; id < this.next; id++) {
      const frame = this.get(id);
      if (frame) yield frame;
    }
  }

  #forget() {
    const slot = this.first % maxFrames;
    const frame = this.#slots[slot];
    if (frame) this.#bytes -= sizeOf(frame);
    this.#slots[slot] = undefined;
    this.first++;
  }
}

/** @param {Frame} frame */
function sizeOf({ payload }) {
  return typeof payload === 'string' ? payload.length * 2 : payload.length;
}
