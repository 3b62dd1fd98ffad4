// One connection as the user sees it: the form, its state, its frames, and trying again. It outlives each single
// connection, and knows nothing of the components that show it.
import { Store } from '../store/store.js';
import { DraftBox } from '../compose/draft-box.js';
import { DirectTransport } from '../relay/direct-transport.js';
import { RelayTransport } from '../relay/relay-transport.js';
import { emptyForm, resolveUrl } from './connection-form.js';
import { describeEnd } from './close-codes.js';
import { FrameLog } from './frame-log.js';
import { isWorthRetrying, waitBefore } from './reconnection.js';

/** @typedef {import('../relay/transport.js').Transport} Transport */
/** @typedef {import('../relay/transport.js').HandshakeReport} HandshakeReport */
/** @typedef {import('../relay/transport.js').Refusal} Refusal */
/** @typedef {import('../../src/chaos/chaos-settings.js').ChaosSettings} ChaosSettings */
/** @typedef {import('./connection-form.js').ConnectionForm} ConnectionForm */

/**
 * @typedef {object} SessionState
 * @property {'idle' | 'connecting' | 'open' | 'closing' | 'waiting'} phase `waiting` for the next try.
 * @property {string} detail One sentence: how the last connection ended, or why there was none.
 * @property {boolean} isProblem
 * @property {number} attempt Tries since there was a connection that held.
 * @property {number} retryAt When the next try is, in milliseconds since 1970.
 * @property {number} since When the phase began.
 */

/** A connection that held so many milliseconds was a good one. */
const STEADY = 5000;

const NOTHING = {
  title: 'No frames yet',
  hint: 'Pick a route and press Connect: every frame that is sent or received appears here, pings and pongs too.',
};

/** @type {SessionState} */
const idle = { phase: 'idle', detail: '', isProblem: false, attempt: 0, retryAt: 0, since: 0 };

export class Session extends FrameLog {
  #link;
  /** @type {Transport | undefined} */
  #transport;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  #wantsEnd = false;
  /** Whether there was a connection since the user asked for one: only then trying again makes sense. */
  #hasOpened = false;

  state = new Store(idle);
  /** What is known of the last handshake. */
  handshake = new Store(
    /** @type {{ report: Partial<HandshakeReport>, refusal?: Refusal, via: 'relay' | 'direct' } | null} */ (null),
  );
  chaos = new Store(/** @type {Partial<ChaosSettings>} */ ({}));
  draft = new DraftBox();

  /**
   * @param {import('../relay/relay-link.js').RelayLink} link
   * @param {ConnectionForm} [form]
   */
  constructor(link, form = emptyForm) {
    super(form, 'client', NOTHING);
    this.#link = link;
  }

  /** The connection, while it is open. */
  get transport() {
    return this.state.value.phase === 'open' ? this.#transport : undefined;
  }

  /** Connects as the form says; ends what there is first. */
  connect() {
    this.disconnect();
    this.#wantsEnd = false;
    this.#hasOpened = false;
    this.#dial(0);
  }

  /** Ends the connection, or the wait for the next try. */
  disconnect(/** @type {number} */ code = 1000, reason = '') {
    clearTimeout(this.#retry);
    this.#wantsEnd = true;
    const { phase } = this.state.value;
    if (phase === 'open') {
      this.#enter({ phase: 'closing' });
      this.#transport?.close(code, reason);
    } else if (phase === 'waiting') this.#enter({ phase: 'idle', detail: 'stopped trying', isProblem: false });
    else if (phase === 'connecting' || phase === 'closing') {
      this.#transport?.terminate();
      this.#transport = undefined;
      this.#enter({ phase: 'idle', detail: 'given up', isProblem: false });
    }
  }

  /** @param {Partial<ChaosSettings>} chaos */
  setChaos(chaos) {
    this.chaos.set({ ...this.chaos.value, ...chaos });
    this.transport?.setChaos(chaos);
  }

  /** @param {number} attempt */
  #dial(attempt) {
    const form = this.form.value;
    this.#enter({ phase: 'connecting', attempt, detail: '', isProblem: false });
    // What a connection says after another took its place is not heard.
    const isCurrent = () => this.#transport === transport;
    /** @type {import('../relay/transport.js').TransportHandler} */
    const handler = {
      opened: (report) => isCurrent() && this.#opened(report, form.via),
      refused: (report, refusal) => isCurrent() && this.#refused(report, refusal, form.via),
      frames: (frames, skipped) => isCurrent() && this.receive(frames, skipped),
      closed: (code, reason, error, time) => isCurrent() && this.#closed(code, reason, error, time),
    };
    /** @type {Transport | undefined} */
    let transport;
    try {
      const url = resolveUrl(form);
      this.note(`connecting to ${url}`);
      transport =
        form.via === 'direct'
          ? new DirectTransport(form, handler)
          : new RelayTransport(this.#link, form, this.chaos.value, handler);
      this.#transport = transport;
    } catch (error) {
      this.#enter({ phase: 'idle', detail: /** @type {Error} */ (error).message, isProblem: true });
    }
  }

  /**
   * @param {Partial<HandshakeReport>} report
   * @param {'relay' | 'direct'} via
   */
  #opened(report, via) {
    this.#hasOpened = true;
    this.handshake.set({ report, via });
    this.note(`connected${report.subprotocol ? `, subprotocol ${report.subprotocol}` : ''}`);
    this.#enter({ phase: 'open', detail: '', isProblem: false });
  }

  /**
   * @param {Partial<HandshakeReport>} report
   * @param {Refusal} refusal
   * @param {'relay' | 'direct'} via
   */
  #refused(report, refusal, via) {
    this.#transport = undefined;
    this.handshake.set({ report, refusal, via });
    const detail = refusal.explanation;
    this.note(detail, true);
    const isWorth = refusal.status === undefined || refusal.status >= 502;
    this.#ended(detail, true, this.#hasOpened && isWorth);
  }

  /**
   * @param {number} code
   * @param {string} reason
   * @param {string} [error]
   * @param {number} [time]
   */
  #closed(code, reason, error, time) {
    this.#transport = undefined;
    const { detail, sentence, isProblem } = describeEnd(code, reason, error);
    this.note(sentence, isProblem, time);
    this.#ended(detail, isProblem, isWorthRetrying(code));
  }

  /**
   * @param {string} detail
   * @param {boolean} isProblem
   * @param {boolean} isWorth Whether another try could bring something else.
   */
  #ended(detail, isProblem, isWorth) {
    if (this.#wantsEnd || !isWorth || !this.form.value.reconnects) {
      this.#enter({ phase: 'idle', detail, isProblem });
      return;
    }
    const { phase, since, attempt: before } = this.state.value;
    // A server that takes every client and closes at once is not to be asked ever faster.
    const attempt = phase === 'open' && Date.now() - since > STEADY ? 1 : before + 1;
    const wait = waitBefore(attempt);
    this.#enter({ phase: 'waiting', detail, isProblem, attempt, retryAt: Date.now() + wait });
    this.#retry = setTimeout(() => this.#dial(attempt), wait);
  }

  /** @param {Partial<SessionState>} state */
  #enter(state) {
    this.state.patch({ ...state, since: Date.now() });
  }
}
