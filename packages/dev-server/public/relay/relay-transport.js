// A session's connection that the dev server makes, so that its frames can be seen and its headers chosen.
import { headersOf, resolveUrl, subprotocolsOf } from '../session/connection-form.js';
import { bytesOf } from '../session/frame.js';
import { fromJson, toBase64, toJson } from './payload-json.js';

/** @typedef {import('../../src/chaos/chaos-settings.js').ChaosSettings} ChaosSettings */
/** @typedef {import('../../src/frames/frame-note.js').FrameNote} FrameNote */
/** @typedef {import('../session/connection-form.js').ConnectionForm} ConnectionForm */
/** @typedef {import('../session/frame.js').FrameContent} FrameContent */
/** @typedef {import('./relay-link.js').RelayLink} RelayLink */
/** @typedef {import('./transport.js').TransportHandler} TransportHandler */

let count = 0;

/** Implements `Transport` through the relay. */
export class RelayTransport {
  #link;
  #handler;
  #session = `page-${++count}-${Math.random().toString(36).slice(2, 8)}`;
  /** The zero of the frames' times, in milliseconds since 1970. */
  #began = 0;
  #ignore;

  canPing = true;

  /**
   * @param {RelayLink} link
   * @param {ConnectionForm} form
   * @param {Partial<ChaosSettings>} chaos
   * @param {TransportHandler} handler
   */
  constructor(link, form, chaos, handler) {
    const url = resolveUrl(form);
    this.#link = link;
    this.#handler = handler;
    this.#ignore = link.listen(this.#session, (event) => this.#hear(event));
    const { compression, insecure } = form;
    const [headers, subprotocols] = [headersOf(form), subprotocolsOf(form)];
    link
      .ask({ type: 'open', session: this.#session, url, headers, subprotocols, compression, insecure, chaos })
      .catch((/** @type {Error} */ error) => {
        // The server says `refused` by itself when it was the other side that refused.
        if (this.#over()) handler.refused({}, { explanation: error.message });
      });
  }

  /** @param {readonly (string | Uint8Array)[]} parts */
  send(parts) {
    this.#link.tell({ type: 'send', session: this.#session, parts: parts.map(toJson) });
  }

  /** @param {string} [payload] */
  ping(payload) {
    this.#link.tell({ type: 'ping', session: this.#session, ...(payload && { payload: { text: payload } }) });
  }

  /**
   * @param {number} firstByte
   * @param {string | Uint8Array} payload
   * @param {boolean} masked
   */
  sendFrame(firstByte, payload, masked) {
    this.#link.tell({ type: 'sendFrame', session: this.#session, firstByte, payload: toJson(payload), masked });
  }

  /** @param {Uint8Array} bytes */
  sendBytes(bytes) {
    this.#link.tell({ type: 'sendBytes', session: this.#session, base64: toBase64(bytes) });
  }

  /**
   * @param {number} [code]
   * @param {string} [reason]
   */
  close(code, reason) {
    this.#link.tell({
      type: 'close',
      session: this.#session,
      ...(code !== undefined && { code, reason: reason ?? '' }),
    });
  }

  terminate() {
    this.#link.tell({ type: 'terminate', session: this.#session });
  }

  /** @param {Partial<ChaosSettings>} chaos */
  setChaos(chaos) {
    this.#link.tell({ type: 'setChaos', session: this.#session, chaos });
  }

  /** @param {import('./relay-link.js').SessionEvent} event */
  #hear(event) {
    switch (event.type) {
      case 'opened':
        this.#began = event.began;
        return this.#handler.opened(event.handshake);
      case 'refused':
        if (this.#over()) this.#handler.refused(event.handshake, event.refusal);
        return;
      case 'frames':
        return this.#handler.frames(
          event.frames.map((note) => contentOf(note, this.#began)),
          event.skipped,
        );
      case 'closed':
        if (this.#over()) this.#handler.closed(event.code, event.reason, event.error, this.#began + event.at);
        return;
      case 'lost':
        if (this.#over()) this.#handler.closed(1006, '', 'the dev server is gone, and the connection with it');
    }
  }

  #isOver = false;

  /** Ends the session once; says whether this call did. */
  #over() {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#ignore();
    return true;
  }
}

/**
 * Returns a frame of the relay as the timeline keeps it.
 * @param {FrameNote} note
 * @param {number} began The zero of its time, in milliseconds since 1970.
 * @returns {FrameContent}
 */
export function contentOf(note, began) {
  const payload = fromJson(note.payload);
  return {
    direction: note.direction,
    kind: note.opcode,
    final: note.final,
    compressed: note.compressed,
    length: note.inflatedLength ?? (note.compressed ? bytesOf(payload).length : note.length),
    wireLength: note.wireLength,
    time: began + note.time,
    payload,
    masked: note.masked,
    firstByte: note.firstByte,
    ...(note.truncated && { isWhole: false }),
    ...(note.roundTrip !== undefined && { roundTrip: note.roundTrip }),
    ...(note.closeCode !== undefined && { code: note.closeCode, reason: note.closeReason ?? '' }),
    ...(note.error !== undefined && { isProblem: true, problem: note.error }),
  };
}
