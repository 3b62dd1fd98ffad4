// The page's own socket to the dev server. It comes back by itself when the server does, and passes on what it is told:
// about sessions to those who opened them, about the server to the stores below.
import { Store } from '../store/store.js';
import { complain } from '../store/toast.js';
import { waitBefore } from '../session/reconnection.js';

/** @typedef {import('../../src/relay/relay-messages.js').RelayCommand} RelayCommand */
/** @typedef {import('../../src/relay/relay-messages.js').RelayEvent} RelayEvent */
/** @typedef {import('../../src/relay/relay-messages.js').StateEvent} StateEvent */
/** @typedef {import('../../src/relay/relay-messages.js').ConnectionNote} ConnectionNote */

/** Lines of the server's log that are kept. */
const LOG_LINES = 500;

/** Milliseconds between two tries, at most; and where the server does not take the token, which seldom changes. */
const LONGEST_WAIT = 2000;
const REFUSED_WAIT = 20_000;

/** @typedef {Extract<RelayEvent, { session: string }> | { type: 'lost' }} SessionEvent `lost`: the dev server is gone. */

/** The link to the dev server; one for the page. */
export class RelayLink {
  #token;
  /** @type {WebSocket | undefined} */
  #socket;
  #attempt = 0;
  #nextAsk = 1;
  /** @type {Map<number, { resolve: () => void, reject: (error: Error) => void }>} */
  #asked = new Map();
  /** @type {Map<string, (event: SessionEvent) => void>} */
  #sessions = new Map();

  /** Whether the server can be told something now. */
  isOpen = new Store(false);
  /** What became of it when it was lost; `refused` is a server that does not take this page's token. */
  loss = new Store(/** @type {'none' | 'gone' | 'refused'} */ ('none'));
  /** What the server is; null until it has said so. */
  server = new Store(/** @type {StateEvent | null} */ (null));
  /** The live connections of the server's routes, as of `time`. */
  connections = new Store({ time: 0, list: /** @type {readonly ConnectionNote[]} */ ([]) });
  recording = new Store({ isRecording: false, frames: 0, bytes: 0, isFull: false });
  log = new Store(/** @type {readonly Extract<RelayEvent, { type: 'log' }>[]} */ ([]));

  /** @param {string} token */
  constructor(token) {
    this.#token = token;
  }

  /**
   * Returns the URL of a file of the server, with the token.
   * @param {string} name
   */
  urlOf(name) {
    const url = new URL(`/__ws4ts/${name}`, location.href);
    if (this.#token !== '') url.searchParams.set('token', this.#token);
    return url;
  }

  /** Connects, and goes on trying until it does. */
  connect() {
    const url = this.urlOf('relay');
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.isOpen.set(true);
      this.loss.set('none');
    };
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    socket.onclose = () => this.#lost();
  }

  /**
   * Receives what the server says about a session, or about a connection that is watched.
   * @param {string} session
   * @param {(event: SessionEvent) => void} handler
   * @returns {() => void} Ends that.
   */
  listen(session, handler) {
    this.#sessions.set(session, handler);
    return () => {
      if (this.#sessions.get(session) === handler) this.#sessions.delete(session);
    };
  }

  /**
   * Tells the server something. A failure is shown to the user.
   * @param {RelayCommand} command
   */
  tell(command) {
    this.ask(command).catch((/** @type {Error} */ error) => complain(error.message));
  }

  /**
   * Tells the server something, and waits until that is done.
   * @param {RelayCommand} command
   * @returns {Promise<void>}
   */
  ask(command) {
    if (!this.isOpen.value) return Promise.reject(new Error('the dev server is not connected'));
    const ask = this.#nextAsk++;
    return new Promise((resolve, reject) => {
      this.#asked.set(ask, { resolve, reject });
      this.#socket?.send(JSON.stringify({ ...command, ask }));
    });
  }

  /** @param {RelayEvent} event */
  #hear(event) {
    switch (event.type) {
      case 'state':
        return this.server.set(event);
      case 'connections':
        return this.connections.set({ time: Date.now(), list: event.connections });
      case 'recording':
        return this.recording.set(event);
      case 'log':
        return this.log.set([...this.log.value.slice(1 - LOG_LINES), event]);
      case 'done':
        return this.#answer(event.ask)?.resolve();
      case 'failed':
        if (event.ask === undefined) complain(event.reason);
        else this.#answer(event.ask)?.reject(new Error(event.reason));
        return;
      default:
        return this.#sessions.get(event.session)?.(event);
    }
  }

  /** @param {number} ask */
  #answer(ask) {
    const waiting = this.#asked.get(ask);
    this.#asked.delete(ask);
    return waiting;
  }

  #lost() {
    this.isOpen.set(false);
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const { reject } of asked) reject(new Error('the dev server is gone'));
    for (const handler of [...this.#sessions.values()]) handler({ type: 'lost' });
    this.connections.set({ time: Date.now(), list: [] });
    void this.#comeBack();
  }

  /** Connects again after a while, and finds out meanwhile what became of the server. */
  async #comeBack() {
    // A browser does not say why a socket was refused. What wants the same token does, by its status.
    const asked = {
      method: 'HEAD',
      cache: /** @type {const} */ ('no-store'),
      signal: AbortSignal.timeout(LONGEST_WAIT),
    };
    const answer = await fetch(this.urlOf('recording.ndjson'), asked).catch(() => undefined);
    const isRefused = answer?.status === 403;
    this.loss.set(isRefused ? 'refused' : 'gone');
    const wait = isRefused ? REFUSED_WAIT : Math.min(LONGEST_WAIT, waitBefore(++this.#attempt));
    setTimeout(() => this.connect(), wait);
  }
}
