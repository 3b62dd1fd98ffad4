// A connection of the server whose frames are looked at from now on, seen from the server's end.
import { contentOf } from '../relay/relay-transport.js';
import { closeName } from '../session/close-codes.js';
import { emptyForm } from '../session/connection-form.js';
import { FrameLog } from '../session/frame-log.js';
import { Store } from '../store/store.js';

/** @typedef {import('../relay/relay-link.js').RelayLink} RelayLink */
/** @typedef {import('../../src/relay/relay-messages.js').ConnectionNote} ConnectionNote */

const HINT = 'Every frame that this connection brings or is sent from now on appears here, pings and pongs too.';

export class WatchedConnection extends FrameLog {
  #link;
  #ignore;

  /** What was known of it when the watching began. */
  connection;
  /** Why there is nothing more to see; empty while there may be. */
  end = new Store('');

  /**
   * @param {RelayLink} link
   * @param {ConnectionNote} connection
   */
  constructor(link, connection) {
    super({ ...emptyForm, url: connection.path }, 'server', HINT);
    this.#link = link;
    this.connection = connection;
    this.#ignore = link.listen(connection.id, (event) => this.#hear(event));
    link
      .ask({ type: 'watch', id: connection.id })
      .catch((/** @type {Error} */ error) => this.#ended(error.message, true));
  }

  /** Looks away. */
  stop() {
    this.#ignore();
    if (this.end.value === '' && this.#link.isOpen.value) {
      this.#link.tell({ type: 'unwatch', id: this.connection.id });
    }
  }

  /** @param {import('../relay/relay-link.js').SessionEvent} event */
  #hear(event) {
    if (event.type === 'frames') {
      const frames = event.frames.map((note) => contentOf(note, this.connection.since));
      this.receive(frames, event.skipped);
    } else if (event.type === 'closed') {
      const { code, reason, explanation } = event;
      const isProblem = code !== 1000 && code !== 1001 && code !== 1005;
      const detail = `closed with ${code} ${closeName(code)}${reason && `: ${reason}`}`;
      this.#ended(detail, isProblem, `${detail}. ${explanation}`);
    } else if (event.type === 'lost') this.#ended('the dev server is gone, and the connection with it', true);
  }

  /**
   * @param {string} end
   * @param {boolean} isProblem
   * @param {string} [sentence]
   */
  #ended(end, isProblem, sentence = end) {
    this.#ignore();
    this.note(sentence, isProblem);
    this.end.set(end);
  }
}
