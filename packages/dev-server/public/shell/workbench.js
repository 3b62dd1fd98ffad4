// All that the page holds, whatever is shown of it: the link to the server, one or two sessions, and the hash.
import { emptyForm } from '../session/connection-form.js';
import { RelayLink } from '../relay/relay-link.js';
import { Session } from '../session/session.js';
import { TrafficHistory } from '../server/traffic-history.js';
import { WatchedConnection } from '../watch/watched-connection.js';
import { Store } from '../store/store.js';
import { fromHash, toHash } from './form-link.js';

/** What stands between the forms of two sessions in the hash; within a form it is escaped. */
const BETWEEN = '~';

export class Workbench {
  link;
  history;
  view = new Store(/** @type {'client' | 'server'} */ ('client'));
  /** The connection of the server whose frames are shown in place of the list of them. */
  watched = new Store(/** @type {WatchedConnection | null} */ (null));
  sessions = new Store(/** @type {readonly Session[]} */ ([]));
  /** The number of the session that was used last. */
  active = new Store(0);

  /** @param {string} token */
  constructor(token) {
    this.link = new RelayLink(token);
    this.history = new TrafficHistory(this.link);
    const forms = location.hash
      .slice(1)
      .split(BETWEEN)
      .map((part) => fromHash(part))
      .filter((form) => form !== undefined);
    for (const form of forms.slice(0, 2)) this.#add(form);
    if (forms.length === 0) this.#add(emptyForm);
    window.addEventListener('hashchange', () => this.#read());
  }

  /** The session that was used last. */
  get session() {
    return this.sessions.value[this.active.value] ?? this.sessions.value[0];
  }

  /**
   * Shows the sessions or the server's side.
   * @param {'client' | 'server'} view
   */
  show(view) {
    this.watched.value?.stop();
    this.watched.set(null);
    this.view.set(view);
  }

  /**
   * Shows the frames of a connection of the server, until something else is shown.
   * @param {import('../relay/relay-link.js').ConnectionNote} connection
   */
  watch(connection) {
    this.show('server');
    this.watched.set(new WatchedConnection(this.link, connection));
  }

  /** Shows a second session, or ends and removes it. */
  split() {
    const [first, second] = this.sessions.value;
    if (second) {
      second.disconnect();
      this.sessions.set([first]);
      this.active.set(0);
    } else this.#add(first.form.value);
    this.#write();
  }

  /**
   * Puts a route into the form of the session that was used last.
   * @param {import('../../src/relay/relay-messages.js').RouteNote} route
   */
  pick({ path, params, example, subprotocols }) {
    const { session } = this;
    const examples = exampleParams(path, example);
    session.form.patch({
      url: path,
      params: Object.fromEntries(params.map((name) => [name, examples[name] ?? ''])),
      subprotocols: subprotocols.join(', '),
    });
  }

  /** @param {import('../session/connection-form.js').ConnectionForm} form */
  #add(form) {
    const session = new Session(this.link, form);
    session.form.watch(() => this.#write());
    this.sessions.set([...this.sessions.value, session]);
  }

  #write() {
    const hash = this.sessions.value.map(({ form }) => toHash(form.value).replaceAll(BETWEEN, '%7E')).join(BETWEEN);
    history.replaceState(null, '', `#${hash}`);
  }

  /** Somebody put another link of this page into the address bar. */
  #read() {
    for (const [at, part] of location.hash.slice(1).split(BETWEEN).entries()) {
      const form = fromHash(part);
      if (form) this.sessions.value[at]?.form.set(form);
    }
  }
}

/**
 * Returns the values that the parameters have in an example of a pattern.
 * @param {string} pattern
 * @param {string} example
 * @returns {Record<string, string>}
 */
function exampleParams(pattern, example) {
  const values = example.split('/');
  const pairs = pattern
    .split('/')
    .flatMap((part, at) => (part.startsWith(':') ? [[part.slice(1), values[at] ?? '']] : []));
  return Object.fromEntries(pairs.map(([name, value]) => [name, decodeURIComponent(value)]));
}
