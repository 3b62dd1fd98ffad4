// What the composer holds, and how it becomes a message.
import { fromBase64 } from '../relay/payload-json.js';
import { fillIn } from './variables.js';

/** @typedef {'text' | 'json' | 'hex' | 'base64' | 'file'} DraftKind */

/**
 * @typedef {object} Draft
 * @property {DraftKind} kind
 * @property {string} text
 * @property {number} parts How many fragments the message is cut into.
 */

/** The kinds, with what the user reads. */
export const draftKinds = /** @type {readonly (readonly [DraftKind, string])[]} */ ([
  ['text', 'Text'],
  ['json', 'JSON'],
  ['hex', 'Hex'],
  ['base64', 'Base64'],
  ['file', 'File'],
]);

/**
 * Returns the message that a draft stands for, its variables filled in. Throws an Error with a sentence for the user.
 * @param {Pick<Draft, 'kind' | 'text'>} draft
 * @param {Readonly<Record<string, string>>} own The user's variables.
 * @param {number} n Counts the messages of a repetition, from 1.
 * @returns {string | Uint8Array}
 */
export function payloadOf({ kind, text }, own, n) {
  const filled = fillIn(text, own, n);
  switch (kind) {
    case 'json':
      JSON.parse(filled);
      return filled;
    case 'hex':
      return fromHex(filled);
    case 'base64':
      try {
        return fromBase64(filled.replaceAll(/\s/g, ''));
      } catch {
        throw new Error('not base64');
      }
    default:
      return filled;
  }
}

/**
 * Says what is wrong with a draft; nothing when it can be sent.
 * @param {Pick<Draft, 'kind' | 'text'>} draft
 * @param {Readonly<Record<string, string>>} own
 */
export function problemOf(draft, own) {
  try {
    payloadOf(draft, own, 1);
    return '';
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

/**
 * Cuts a message into fragments of about the same length.
 * @param {string | Uint8Array} payload
 * @param {number} count
 * @returns {(string | Uint8Array)[]}
 */
export function cut(payload, count) {
  // A letter may take two code units, which must stay together.
  const units = typeof payload === 'string' ? Array.from(payload) : payload;
  const size = Math.max(1, Math.ceil(units.length / count));
  const parts = [];
  for (let at = 0; at < units.length || at === 0; at += size) {
    const part = units.slice(at, at + size);
    parts.push(Array.isArray(part) ? part.join('') : part);
  }
  return parts;
}

/** @param {string} text */
function fromHex(text) {
  const digits = text.replaceAll(/0x|[\s,:]/gi, '');
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong) throw new Error(`"${wrong[0]}" is no hexadecimal digit`);
  if (digits.length % 2 === 1) throw new Error('a byte has two hexadecimal digits: one is missing');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
