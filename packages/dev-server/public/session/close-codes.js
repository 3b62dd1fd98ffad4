// Close codes in plain words, for people who look at a connection that has ended.

/** Name, and what it means for the one who looks, by code (RFC 6455, §7.4.1, and IANA's registry). */
const codes = /** @type {Readonly<Record<number, readonly [string, string]>>} */ ({
  1000: ['Normal closure', 'Both sides were done.'],
  1001: ['Going away', 'The server shuts down, or the page was left.'],
  1002: ['Protocol error', 'A frame broke the rules of RFC 6455.'],
  1003: ['Unsupported data', 'The kind of message, text or binary, is not accepted here.'],
  1005: ['No code', 'The close frame carried no code.'],
  1006: ['Abnormal closure', 'The connection ended without a close frame: a crash, a lost network, or a proxy.'],
  1007: ['Invalid data', 'A text message was not UTF-8, or a message did not hold what it must.'],
  1008: ['Policy violation', 'The message or the client is not allowed here.'],
  1009: ['Message too big', 'The message is larger than the receiver takes.'],
  1010: ['Extension missing', 'The client needs an extension that the server did not agree to.'],
  1011: ['Internal error', 'The server failed while it handled a message.'],
  1012: ['Service restart', 'The server restarts: connect again after a moment.'],
  1013: ['Try again later', 'The server has too much to do.'],
  1014: ['Bad gateway', 'A proxy got a bad answer from the server behind it.'],
  1015: ['TLS failure', 'The secure connection could not be made, often because of the certificate.'],
  3000: ['Unauthorized', 'The credentials are missing, wrong, or expired.'],
  3003: ['Forbidden', 'The credentials are good, but do not allow this.'],
  3008: ['Timeout', 'Something took too long.'],
});

/** Codes never on the wire (§7.4.1): they say that there was none. */
const neverSent = new Set([1005, 1006, 1015]);

/** Codes to suggest to those who close. */
export const suggestedCodes = [
  ...Object.keys(codes)
    .map(Number)
    .filter((code) => !neverSent.has(code)),
  4000,
];

/**
 * Says whether a close frame may carry this code (§7.4).
 * @param {number} code
 */
export function mayBeSent(code) {
  if (!Number.isInteger(code) || neverSent.has(code) || code === 1004) return false;
  return (code >= 1000 && code <= 1014) || (code >= 3000 && code <= 4999);
}

/**
 * Returns a code's short name.
 * @param {number} code
 */
export function closeName(code) {
  if (codes[code]) return codes[code][0];
  if (code >= 4000 && code <= 4999) return 'Application code';
  if (code >= 3000 && code <= 3999) return 'Registered code';
  return 'Unknown code';
}

/**
 * Returns what a code means, as a sentence.
 * @param {number} code
 */
export function closeMeaning(code) {
  if (codes[code]) return codes[code][1];
  if (code >= 4000 && code <= 4999) return 'The application gave this code its own meaning.';
  if (code >= 3000 && code <= 3999) return 'A library or framework registered this code.';
  return 'RFC 6455 does not allow this code on the wire.';
}

/**
 * Says how a connection ended: in short, and with what it means.
 * @param {number} code
 * @param {string} reason
 * @param {string} [error] What the network or the protocol complained about.
 */
export function describeEnd(code, reason, error) {
  const detail = `closed with ${code} ${closeName(code)}${reason && `, “${reason}”`}`;
  const meaning = error === undefined ? closeMeaning(code) : `${error[0].toUpperCase()}${error.slice(1)}.`;
  return { detail, sentence: `${detail}. ${meaning}`, isProblem: code !== 1000 && code !== 1001 && code !== 1005 };
}
