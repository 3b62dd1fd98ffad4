// One line of the timeline.
import { clockText, sizeText, spanText } from '../parts/amounts.js';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';
import { closeName } from '../session/close-codes.js';

/** @typedef {import('../session/frame.js').Frame} Frame */

/** How much of a payload a line begins with. */
const SHOWN = 240;

/**
 * @param {{
 *   frame: Frame, delta: number | undefined, id: string, row: number, length: number, isSelected: boolean,
 *   onSelect: (id: number) => void,
 * }} props `delta` is the time since the frame shown before it.
 */
export function FrameRow({ frame, delta, id, row, length, isSelected, onSelect }) {
  const { kind, direction, isProblem } = frame;
  const isEvent = kind === 'event';
  return html`<div
    id=${id}
    class=${`row ${isEvent ? 'event' : direction} ${isProblem ? 'problem' : ''}`}
    role="option"
    aria-selected=${isSelected}
    aria-posinset=${row + 1}
    aria-setsize=${length}
    onClick=${() => onSelect(frame.id)}
  >
    <span class="time">${clockText(frame.time)}</span>
    <span class="delta">${delta === undefined ? '' : `+${spanText(delta)}`}</span>
    <span class="way">
      <${Glyph} name=${isEvent ? (isProblem ? 'warn' : 'dot') : direction === 'sent' ? 'up' : 'down'} />
      <span class="unseen">${isEvent ? 'event' : direction}</span>
    </span>
    <span class="kind">${isEvent ? '' : kindText(kind)}</span>
    <span class="preview">${previewOf(frame)}</span>
    <span class="flags">${isEvent ? '' : flagsOf(frame)}</span>
    <span class="size" title=${frame.wireLength === undefined ? undefined : `${frame.wireLength} bytes on the wire`}>
      ${isEvent ? '' : sizeText(frame.length)}
    </span>
    <span class="wire">${isEvent || frame.wireLength === undefined ? '' : sizeText(frame.wireLength)}</span>
  </div>`;
}

/**
 * The beginning of what a frame holds, on one line.
 * @param {Frame} frame
 */
export function previewOf({ kind, direction, payload, code, reason, roundTrip, problem }) {
  if (problem !== undefined) return problem;
  if (code !== undefined) return `${code} ${closeName(code)}${reason ? `: ${reason}` : ''}`;
  const text = typeof payload === 'string' ? oneLine(payload) : bytesPreview(payload);
  // A pong of our own is no measurement.
  if (kind === 'pong' && direction === 'received' && roundTrip !== undefined)
    return `${spanText(roundTrip)} round trip${text && `  ${text}`}`;
  return text;
}

/** The long name gives way where there is no room. @param {Frame['kind']} kind */
function kindText(kind) {
  return kind === 'continuation' ? html`cont<span class="rest">inuation</span>` : kind;
}

/** @param {string} text */
function oneLine(text) {
  return text.slice(0, SHOWN).replaceAll(/\r?\n/g, ' ⏎ ');
}

/** @param {Uint8Array} bytes */
function bytesPreview(bytes) {
  const shown = Array.from(bytes.subarray(0, 48), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > 48 ? `${shown} …` : shown;
}

/** @param {Frame} frame */
function flagsOf({ final, compressed }) {
  return html`${compressed && html`<span class="flag" title="compressed (RSV1)">Z</span>`}<span
      class="flag"
      title=${final ? 'FIN: the last frame of its message' : 'more frames of this message follow'}
      >${final ? 'FIN' : '…'}</span
    >`;
}
