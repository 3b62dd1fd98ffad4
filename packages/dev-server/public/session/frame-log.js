// Frames that the page has seen of something, and what is shown of them: all that the timeline needs, whoever brings them.
import { Store } from '../store/store.js';
import { FrameRing } from './frame-ring.js';
import { FrameView } from './frame-view.js';

/** @typedef {import('./connection-form.js').ConnectionForm} ConnectionForm */
/** @typedef {import('./frame.js').FrameContent} FrameContent */

export class FrameLog {
  #isAnnounced = false;

  ring = new FrameRing();
  view = new FrameView(this.ring);
  /** Counts up, once a rendered frame at most, when there is something new to show of the ring or its view. */
  changes = new Store(0);
  /** The frame that is looked at. */
  selected = new Store(/** @type {number | null} */ (null));
  /** What would connect to the same place. */
  form;
  /** Which side the frames are seen from: what that one sends is `sent`. */
  near;
  /** What is said while there are no frames. */
  nothing;

  /**
   * @param {ConnectionForm} form
   * @param {'client' | 'server'} near
   * @param {{ title: string, hint: string }} nothing
   */
  constructor(form, near, nothing) {
    this.form = new Store(form);
    this.near = near;
    this.nothing = nothing;
  }

  /**
   * Adds frames: those of a connection as they come, or those of a recording.
   * @param {readonly FrameContent[]} frames
   */
  load(frames) {
    for (const frame of frames) this.ring.push(frame);
    this.announce();
  }

  /**
   * Adds frames of a connection, and says how many before them could not be told.
   * @param {readonly FrameContent[]} frames
   * @param {number} skipped
   */
  receive(frames, skipped) {
    if (skipped > 0) this.note(`${skipped} frames came too fast to be shown`, true);
    this.load(frames);
  }

  /**
   * Adds a line about what befell the connection.
   * @param {string} sentence
   * @param {boolean} [isProblem]
   * @param {number} [time] When it was, where that is known better than by the clock of the page.
   */
  note(sentence, isProblem = false, time = performance.timeOrigin + performance.now()) {
    const rest = { final: true, compressed: false, length: 0, wireLength: undefined };
    this.ring.push({ direction: 'received', kind: 'event', time, payload: sentence, isProblem, ...rest });
    this.announce();
  }

  /**
   * Returns the time between a frame and the one that is shown before it, in milliseconds; undefined for the first.
   * @param {import('./frame.js').Frame} frame
   */
  deltaOf(frame) {
    const row = this.view.rowOf(frame.id);
    const previous = row > 0 ? this.ring.get(this.view.idAt(row - 1)) : undefined;
    return previous && Math.max(0, frame.time - previous.time);
  }

  /** Forgets all frames. */
  clear() {
    this.ring.clear();
    this.selected.set(null);
    this.view.filter(this.view.form);
    this.announce();
  }

  /** Lets the page render, at its next frame. */
  announce() {
    if (this.#isAnnounced) return;
    this.#isAnnounced = true;
    requestAnimationFrame(() => {
      this.#isAnnounced = false;
      this.changes.set(this.changes.value + 1);
    });
  }
}
