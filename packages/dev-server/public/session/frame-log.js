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
  /** What to do so that there are frames, for when there are none. */
  hint;

  /**
   * @param {ConnectionForm} form
   * @param {'client' | 'server'} near
   * @param {string} hint
   */
  constructor(form, near, hint) {
    this.form = new Store(form);
    this.near = near;
    this.hint = hint;
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
   */
  note(sentence, isProblem = false) {
    const time = performance.timeOrigin + performance.now();
    const rest = { final: true, compressed: false, length: 0, wireLength: undefined };
    this.ring.push({ direction: 'received', kind: 'event', time, payload: sentence, isProblem, ...rest });
    this.announce();
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
