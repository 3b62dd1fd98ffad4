// The message that a session's user is writing, and its way to the connection: once, or again and again.
import { Store } from '../store/store.js';
import { complain } from '../store/toast.js';
import { cut, payloadOf } from './draft.js';
import { remember } from './draft-history.js';
import { Repeater } from './repeater.js';
import { ownVariables } from './variables.js';

/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {import('../relay/transport.js').Transport} Transport */

/** Bytes beyond this are not written out as hexadecimal digits. */
const MOST_HEX = 32_768;

export class DraftBox {
  draft = new Store(/** @type {Draft} */ ({ kind: 'text', text: '', parts: 1 }));
  file = new Store(/** @type {{ name: string, bytes: Uint8Array } | null} */ (null));
  repetition = new Store({ count: 1, every: 100 });
  repeater = new Repeater();

  /**
   * Takes a message that was sent or received, to be edited.
   * @param {string | Uint8Array} payload
   */
  take(payload) {
    if (typeof payload === 'string') this.draft.patch({ kind: isJson(payload) ? 'json' : 'text', text: payload });
    else if (payload.length <= MOST_HEX) this.draft.patch({ kind: 'hex', text: hexText(payload) });
    else {
      this.file.set({ name: 'resent', bytes: payload });
      this.draft.patch({ kind: 'file' });
    }
  }

  /**
   * Sends the draft, as often as the repetition says.
   * @param {() => Transport | undefined} transportOf The connection of the moment, since it may end in between.
   */
  send(transportOf) {
    const { count, every } = this.repetition.value;
    remember(this.draft.value);
    if (count === 1) this.#sendOnce(transportOf, 1);
    else this.repeater.start(count, every, (n) => this.#sendOnce(transportOf, n));
  }

  /**
   * @param {() => Transport | undefined} transportOf
   * @param {number} n
   */
  #sendOnce(transportOf, n) {
    const transport = transportOf();
    if (!transport) return false;
    const { draft, file } = this;
    try {
      const { kind, parts } = draft.value;
      const payload = kind === 'file' ? file.value?.bytes : payloadOf(draft.value, ownVariables.value, n);
      if (payload === undefined) throw new Error('choose a file');
      transport.send(parts > 1 ? cut(payload, parts) : [payload]);
      return true;
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
      return false;
    }
  }
}

/** @param {string} text */
function isJson(text) {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** @param {Uint8Array} bytes */
function hexText(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
