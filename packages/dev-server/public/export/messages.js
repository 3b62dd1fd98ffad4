// Frames joined into the messages that they are pieces of. Fragments of both directions may stand between each other, and control
// frames between fragments (§5.4).
import { bytesOf, concatenated, textOf } from '../session/frame.js';

/** @typedef {import('../session/frame.js').Frame} Frame */
/** @typedef {import('../session/frame-ring.js').FrameRing} FrameRing */

/**
 * @typedef {object} Message
 * @property {'sent' | 'received'} direction
 * @property {string | Uint8Array} payload
 * @property {boolean} isWhole False where some of it was not kept: then nobody can send it again.
 */

/**
 * Says whether a frame is a message, or a piece of one.
 * @param {Pick<Frame, 'kind'>} frame
 */
export function isData({ kind }) {
  return kind === 'text' || kind === 'binary' || kind === 'continuation';
}

/**
 * Walks through the messages of frames, in the order in which they ended.
 * @param {Iterable<Frame>} frames
 * @returns {Generator<Message>}
 */
export function* messagesOf(frames) {
  /** @type {Record<Frame['direction'], Frame[]>} */
  const pieces = { sent: [], received: [] };
  for (const frame of frames) {
    if (!isData(frame)) continue;
    // A message that another one begins behind was cut off with its connection.
    if (frame.kind !== 'continuation') pieces[frame.direction] = [];
    pieces[frame.direction].push(frame);
    if (frame.final) yield joined(pieces[frame.direction].splice(0));
  }
}

/**
 * Returns the message that a frame is a piece of.
 * @param {FrameRing} ring
 * @param {Frame} frame
 */
export function messageAt(ring, { id, direction }) {
  const isPiece = (/** @type {Frame | undefined} */ each) => each && each.direction === direction && isData(each);
  /** @type {Frame[]} */
  const pieces = [];
  for (let at = id; at >= ring.first; at--) {
    const each = ring.get(at);
    if (!each || !isPiece(each)) continue;
    if (at < id && each.final) break;
    pieces.unshift(each);
    if (each.kind !== 'continuation') break;
  }
  for (let at = id + 1; at < ring.next && !pieces.at(-1)?.final; at++) {
    const each = ring.get(at);
    if (!each || !isPiece(each)) continue;
    if (each.kind !== 'continuation') break;
    pieces.push(each);
  }
  return joined(pieces);
}

/**
 * @param {readonly Frame[]} pieces
 * @returns {Message}
 */
function joined(pieces) {
  const [first] = pieces;
  const isWhole =
    first.kind !== 'continuation' && pieces.at(-1)?.final === true && pieces.every((each) => each.isWhole !== false);
  const payload = pieces.length === 1 ? first.payload : concatenated(pieces.map((each) => bytesOf(each.payload)));
  // A character may be cut by the end of a fragment.
  return { direction: first.direction, isWhole, payload: first.kind === 'text' ? textOf(payload) : payload };
}
