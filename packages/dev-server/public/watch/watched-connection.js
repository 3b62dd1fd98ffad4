// A connection of the server whose frames are looked at from now on, seen from the server's end.
import { contentOf } from '../relay/relay-transport.js';
import { describeEnd } from '../session/close-codes.js';
import { emptyForm } from '../session/connection-form.js';
import { FrameLog } from '../session/frame-log.js';
import { Store } from '../store/store.js';

/** @typedef {import('../relay/relay-link.js').RelayLink} RelayLink */
/** @typedef {import('../../src/relay/relay-messages.js').ConnectionNote} ConnectionNote */

const NOTHING = {
  title: 'Frames from now on appear here',
  hint: 'All that this connection brings or is sent, pings and pongs too. What passed before was not kept.',
};

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
    super({ ...emptyForm, url: connection.path }, 'server', NOTHING);
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
      const { detail, sentence, isProblem } = describeEnd(event.code, event.reason, event.error);
      this.#ended(detail, isProblem, sentence, this.connection.since + event.at);
    } else if (event.type === 'lost') this.#ended('the dev server is gone, and the connection with it', true);
  }

  /**
   * @param {string} end
   * @param {boolean} isProblem
   * @param {string} [sentence]
   * @param {number} [time]
   */
  #ended(end, isProblem, sentence = end, time) {
    this.#ignore();
    this.note(sentence, isProblem, time);
    this.end.set(end);
  }
}
