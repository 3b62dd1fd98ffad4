// What one line of the timeline is: a frame, or something that befell the connection.

/**
 * @typedef {'text' | 'binary' | 'continuation' | 'close' | 'ping' | 'pong' | 'reserved' | 'event'} FrameKind
 */

/**
 * @typedef {object} FrameContent
 * @property {'sent' | 'received'} direction
 * @property {FrameKind} kind `event` is no frame, but what befell the connection.
 * @property {boolean} final
 * @property {boolean} compressed
 * @property {number} length The payload's bytes, after decompression.
 * @property {number | undefined} wireLength All bytes of the frame; unknown when the browser connects directly.
 * @property {number} time Milliseconds since 1970, with fractions.
 * @property {string | Uint8Array} payload An event's sentence.
 * @property {boolean} [isWhole] False for what was cut since it was too long to show.
 * @property {number} [roundTrip] Milliseconds from our ping to this pong.
 * @property {number} [code] A close frame's code.
 * @property {string} [reason] A close frame's reason.
 * @property {boolean} [isProblem] An event that went wrong, or a frame that breaks a rule.
 * @property {string} [problem] The rule that a frame breaks.
 * @property {boolean} [masked]
 * @property {number} [firstByte] FIN, the reserved bits and the opcode, as on the wire.
 */

/**
 * @typedef {FrameContent & { id: number }} Frame The id counts up within one session.
 */

/** The opcode of each kind that is a frame (RFC 6455, §5.2). */
export const opcodes = /** @type {Readonly<Record<FrameKind, number | undefined>>} */ ({
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
  reserved: undefined,
  event: undefined,
});

const decoder = new TextDecoder();

/**
 * Returns a payload as text; bytes that are no UTF-8 become replacement characters.
 * @param {string | Uint8Array} payload
 */
export function textOf(payload) {
  return typeof payload === 'string' ? payload : decoder.decode(payload);
}

/**
 * Returns a payload as bytes.
 * @param {string | Uint8Array} payload
 */
export function bytesOf(payload) {
  return typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
}

/**
 * Returns bytes one behind the other.
 * @param {readonly Uint8Array[]} parts
 */
export function concatenated(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
