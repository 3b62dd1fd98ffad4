// Sends again and again: n times, every so many milliseconds. It stops when it is told to, or when sending fails.
import { Store } from '../store/store.js';

/** The most messages of one repetition. */
export const mostRepeats = 1_000_000;

/** Messages that are sent at once when there is no wait between them. */
const BURST = 200;

export class Repeater {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** How far it is; null while nothing is repeated. */
  progress = new Store(/** @type {{ sent: number, count: number } | null} */ (null));

  /**
   * Begins; the first message is sent at once.
   * @param {number} count
   * @param {number} every Milliseconds; 0 is as fast as possible.
   * @param {(n: number) => boolean} send Says whether it could.
   */
  start(count, every, send) {
    this.stop();
    const started = performance.now();
    let sent = 0;
    const step = () => {
      // A timer that comes late catches up, in bursts that leave the page its frames.
      const due = every > 0 ? Math.floor((performance.now() - started) / every) + 1 : count;
      for (let burst = 0; burst < BURST && sent < Math.min(due, count); burst++) {
        if (!send(++sent)) return this.stop();
      }
      if (sent >= count) return this.stop();
      this.progress.set({ sent, count });
      this.#timer = setTimeout(step, every > 0 ? Math.max(0, started + sent * every - performance.now()) : 0);
    };
    step();
  }

  stop() {
    clearTimeout(this.#timer);
    this.progress.set(null);
  }
}
