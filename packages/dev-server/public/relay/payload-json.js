// Payloads as they travel in JSON: text as it is, bytes in base64.

/** @typedef {import('../../src/frames/frame-note.js').Payload} Payload */

/**
 * @param {string | Uint8Array} payload
 * @returns {Payload}
 */
export function toJson(payload) {
  return typeof payload === 'string' ? { text: payload } : { base64: toBase64(payload) };
}

/**
 * @param {Payload} payload
 * @returns {string | Uint8Array}
 */
export function fromJson(payload) {
  return 'text' in payload ? payload.text : fromBase64(payload.base64);
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = '';
  // Too many arguments at once overflow the stack.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/**
 * Throws when the text is no base64.
 * @param {string} base64
 */
export function fromBase64(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
