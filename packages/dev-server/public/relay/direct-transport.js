// A session's connection that the browser makes itself. A browser shows messages and no frames, and lets nobody choose
// headers; what it does not tell is left out here, and not guessed.
import { resolveUrl, subprotocolsOf } from '../session/connection-form.js';
import { bytesOf, concatenated } from '../session/frame.js';

/** @typedef {import('../session/connection-form.js').ConnectionForm} ConnectionForm */
/** @typedef {import('./transport.js').TransportHandler} TransportHandler */

const REFUSED =
  'The browser could not connect, and does not tell scripts why. Connect through the dev server to see the answer.';

/** Implements `Transport` by the browser's WebSocket. */
export class DirectTransport {
  #socket;
  #handler;
  #isOpen = false;

  canPing = false;

  /**
   * @param {ConnectionForm} form
   * @param {TransportHandler} handler
   */
  constructor(form, handler) {
    this.#handler = handler;
    const started = performance.now();
    const socket = new WebSocket(resolveUrl(form), subprotocolsOf(form));
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#isOpen = true;
      const { url, protocol, extensions } = socket;
      handler.opened({ url, subprotocol: protocol, extensions, duration: performance.now() - started });
    };
    socket.onmessage = ({ data }) => this.#note('received', typeof data === 'string' ? data : new Uint8Array(data));
    socket.onclose = ({ code, reason }) => {
      if (this.#isOpen) handler.closed(code, reason);
      else handler.refused({ url: socket.url }, { explanation: REFUSED });
    };
  }

  /** @param {readonly (string | Uint8Array)[]} parts A browser sends them as one frame. */
  send(parts) {
    const whole = typeof parts[0] === 'string' ? parts.join('') : concatenated(/** @type {Uint8Array[]} */ (parts));
    this.#socket.send(/** @type {string | Uint8Array<ArrayBuffer>} */ (whole));
    this.#note('sent', whole);
  }

  ping() {}
  sendFrame() {}
  sendBytes() {}
  setChaos() {}

  /**
   * @param {number} [code]
   * @param {string} [reason]
   */
  close(code, reason) {
    // A browser lets a page send 1000 and 3000 to 4999 only.
    if (code === undefined) this.#socket.close();
    else this.#socket.close(code === 1000 || code >= 3000 ? code : 1000, reason);
  }

  terminate() {
    this.#socket.close();
  }

  /**
   * @param {'sent' | 'received'} direction
   * @param {string | Uint8Array} payload
   */
  #note(direction, payload) {
    const kind = typeof payload === 'string' ? 'text' : 'binary';
    const { length } = bytesOf(payload);
    const time = performance.timeOrigin + performance.now();
    const rest = { final: true, compressed: false, wireLength: undefined };
    this.#handler.frames([{ direction, kind, length, time, payload, ...rest }], 0);
  }
}
