// The timeline as NDJSON and back: one frame a line, the same lines that the dev server records.
import { contentOf } from '../relay/relay-transport.js';
import { toJson } from '../relay/payload-json.js';
import { opcodes } from '../session/frame.js';

/** @typedef {import('../session/frame.js').Frame} Frame */
/** @typedef {import('../session/frame.js').FrameContent} FrameContent */
/** @typedef {import('../../src/frames/frame-note.js').FrameNote} FrameNote */
/** @typedef {import('../../src/recording/recorded-line.js').RecordedLine} RecordedLine */

/** The session's name in a recording that the page writes: it has one alone. */
const SESSION = 'page';

/**
 * Returns the lines of frames; events are none.
 * @param {Iterable<Frame>} frames
 * @param {string} url What the session connects to.
 * @param {'client' | 'server'} near Which side they were seen from.
 * @returns {string}
 */
export function toRecording(frames, url, near) {
  /** @type {RecordedLine[]} */
  const lines = [];
  let start = 0;
  let time = 0;
  for (const frame of frames) {
    if (frame.kind === 'event') continue;
    if (lines.length === 0) {
      start = frame.time;
      lines.push({ kind: 'opened', session: SESSION, url, near, at: Math.round(start) });
    }
    const note = noteOf(frame, lines.length, start, near);
    ({ time } = note);
    lines.push({ kind: 'frame', session: SESSION, ...note });
  }
  if (lines.length > 0) lines.push({ kind: 'closed', session: SESSION, time });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * Returns the frames of a recording, with the times they had to each other. Throws an Error with a sentence for the user.
 * @param {string} text
 * @param {number} start The time of the recording's beginning on the timeline.
 * @returns {FrameContent[]}
 */
export function fromRecording(text, start) {
  const frames = [];
  /** @type {Map<unknown, number>} When each session was opened. */
  const openedAt = new Map();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = parse(line, index + 1);
    if (value?.kind === 'opened' && typeof value.at === 'number') openedAt.set(value.session, value.at);
    if (!isNote(value)) continue;
    const [first = 0] = openedAt.values();
    frames.push(
      contentOf(value, start + (openedAt.get(/** @type {{ session?: unknown }} */ (value).session) ?? first) - first),
    );
  }
  if (frames.length === 0) throw new Error('there is no frame in the file');
  return frames;
}

/**
 * @param {string} line
 * @param {number} number
 */
function parse(line, number) {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`line ${number} is no JSON`);
  }
}

/**
 * A recording of the dev server has lines of other kinds too, as when a connection was opened.
 * @param {unknown} value
 * @returns {value is FrameNote}
 */
function isNote(value) {
  const { direction, opcode, payload, time } = /** @type {Partial<FrameNote>} */ (value ?? {});
  return (
    (direction === 'sent' || direction === 'received') &&
    opcode !== undefined &&
    Object.hasOwn(opcodes, opcode) &&
    typeof time === 'number' &&
    typeof payload === 'object'
  );
}

/**
 * @param {Frame} frame
 * @param {number} number
 * @param {number} start
 * @param {'client' | 'server'} near
 * @returns {FrameNote}
 */
function noteOf(frame, number, start, near) {
  const { kind, direction, final, compressed, length, wireLength, payload, roundTrip, code, reason } = frame;
  const first = (final ? 0x80 : 0) | (compressed ? 0x40 : 0) | (opcodes[kind] ?? 0);
  return {
    number,
    direction,
    time: Math.round((frame.time - start) * 1000) / 1000,
    opcode: /** @type {FrameNote['opcode']} */ (kind),
    firstByte: frame.firstByte ?? first,
    final,
    compressed,
    masked: frame.masked ?? (direction === 'sent') === (near === 'client'),
    length,
    wireLength: wireLength ?? length,
    payload: toJson(payload),
    truncated: frame.isWhole === false,
    ...(compressed && { inflatedLength: length }),
    ...(roundTrip !== undefined && { roundTrip }),
    ...(code !== undefined && { closeCode: code, closeReason: reason ?? '' }),
    ...(frame.problem !== undefined && { error: frame.problem }),
  };
}
