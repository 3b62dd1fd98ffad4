// Everything about one frame, and its payload in the view that fits it.
import { useState } from 'preact/hooks';
import { asCommand } from '../export/as-command.js';
import { copy } from '../export/hand-over.js';
import { isData, messageAt } from '../export/messages.js';
import { clockText, spanText } from '../parts/amounts.js';
import { Choice } from '../parts/choice.js';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';
import { closeMeaning, closeName } from '../session/close-codes.js';
import { bytesOf, opcodes, textOf } from '../session/frame.js';
import { complain } from '../store/toast.js';
import { hexDump, mostBytes } from './hex-dump.js';
import { ImageView, imageType } from './image-view.js';
import { JsonTree } from './json-tree.js';

/** @typedef {import('../session/frame.js').Frame} Frame */

/** Letters that are shown as text at once. */
const MOST_TEXT = 262_144;

/**
 * @param {{
 *   frame: Frame, log: import('../session/frame-log.js').FrameLog,
 *   onClose: () => void, onResend?: (payload: string | Uint8Array) => void,
 * }} props
 */
export function FrameDetails({ frame, log, onClose, onResend }) {
  const isEvent = frame.kind === 'event';
  const copyCommand = () => {
    try {
      void copy(asCommand(log.form.value, messageAt(log.ring, frame)), 'the command');
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
    }
  };
  const resend = () => {
    const { payload, isWhole } = messageAt(log.ring, frame);
    if (isWhole) onResend?.(payload);
    else complain('Not all of this message was kept: it cannot be sent again');
  };
  return html`<section class="details" aria-label="Frame">
    <header>
      <h2 class="grow">
        ${isEvent ? 'Event' : html`<span class=${frame.direction}>${frame.direction}</span> ${frame.kind}`}
        <span class="faint"> #${frame.id + 1}</span>
      </h2>
      ${
        isData(frame) &&
        onResend &&
        html`<button type="button" class="button plain" title="Put the message into the composer" onClick=${resend}>
          <${Glyph} name="edit" />Edit and resend
        </button>`
      }
      ${
        isData(frame) &&
        html`<button
          type="button"
          class="button plain icon"
          aria-label="Copy as command"
          title="Copy as command"
          onClick=${copyCommand}
        >
          <${Glyph} name="terminal" />
        </button>`
      }
      <button type="button" class="button plain icon" aria-label="Close frame" title="Close (Esc)" onClick=${onClose}>
        <${Glyph} name="close" />
      </button>
    </header>
    ${isEvent ? html`<p class=${`sentence ${frame.isProblem ? 'bad' : ''}`}>${textOf(frame.payload)}</p>` : null}
    <${Facts} frame=${frame} delta=${log.deltaOf(frame)} />
    ${!isEvent && frame.payload.length > 0 && html`<${PayloadView} key=${frame.id} frame=${frame} />`}
  </section>`;
}

/** @param {{ frame: Frame, delta: number | undefined }} props */
function Facts({ frame, delta }) {
  const {
    kind,
    direction,
    firstByte,
    final,
    compressed,
    masked,
    length,
    wireLength,
    time,
    roundTrip,
    code,
    reason,
    problem,
  } = frame;
  if (kind === 'event') return html`<dl class="facts"><${Times} time=${time} delta=${delta} /></dl>`;
  const opcode = opcodes[kind] ?? (firstByte ?? 0) & 0x0f;
  const saved = compressed && wireLength !== undefined && length > 0 ? Math.round((1 - wireLength / length) * 100) : 0;
  return html`<dl class="facts">
    <dt>Opcode</dt>
    <dd>0x${opcode.toString(16)} ${kind}</dd>
    <dt>Final</dt>
    <dd>${final ? 'yes (FIN)' : 'no, more frames follow'}</dd>
    <dt>Compressed</dt>
    <dd>${compressed ? `yes (RSV1)${saved > 0 ? `, ${saved} % smaller` : ''}` : 'no'}</dd>
    ${
      masked !== undefined &&
      html`<dt>Masked</dt>
        <dd>${masked ? 'yes' : 'no'}</dd>`
    }
    <dt>Payload</dt>
    <dd>${length.toLocaleString('en')} bytes</dd>
    ${
      wireLength !== undefined &&
      html`<dt>On the wire</dt>
        <dd>${wireLength.toLocaleString('en')} bytes</dd>`
    }
    <${Times} time=${time} delta=${delta} />
    ${
      roundTrip !== undefined &&
      html`<dt>${direction === 'received' ? 'Round trip' : 'After its ping'}</dt>
        <dd>${spanText(roundTrip)}</dd>`
    }
    ${
      code !== undefined &&
      html`<dt>Close code</dt>
        <dd>${code} ${closeName(code)}<br /><span class="quiet">${closeMeaning(code)}</span></dd>
        <dt>Reason</dt>
        <dd>${reason || html`<span class="faint">none</span>`}</dd>`
    }
    ${
      problem !== undefined &&
      html`<dt>Problem</dt>
        <dd class="bad">${problem}</dd>`
    }
  </dl>`;
}

/** @param {{ time: number, delta: number | undefined }} props */
function Times({ time, delta }) {
  return html`<dt>Time</dt>
    <dd>${clockText(time)}</dd>
    ${
      delta !== undefined &&
      html`<dt>Delta</dt>
        <dd>${spanText(delta)} since the line before</dd>`
    }`;
}

/** @param {{ frame: Frame }} props */
function PayloadView({ frame }) {
  const { payload } = frame;
  const json = jsonOf(payload);
  const type = imageType(payload);
  const [view, setView] = useState(type ? 'image' : json ? 'json' : typeof payload === 'string' ? 'text' : 'hex');
  const options = [
    ['text', 'Text'],
    ...(json ? [['json', 'JSON']] : []),
    ['hex', 'Hex'],
    ...(type ? [['image', 'Image']] : []),
  ];
  const shown = () => (view === 'hex' ? hexDump(bytesOf(payload)) : textOf(payload));
  return html`<div class="payload">
    <div class="payload-bar">
      <${Choice} label="View" value=${view} options=${options} onChange=${setView} />
      <span class="grow"></span>
      <button
        type="button"
        class="button plain icon"
        aria-label="Copy payload"
        title="Copy payload"
        onClick=${() => void copy(shown(), 'the payload')}
      >
        <${Glyph} name="copy" />
      </button>
    </div>
    ${frame.isWhole === false && html`<p class="note">Only the beginning is kept of a payload this long.</p>`}
    <div class="payload-body" tabindex="0" role="region" aria-label="Payload">
      ${view === 'text' && html`<pre class="wrapped">${textOf(payload).slice(0, MOST_TEXT)}</pre>`}
      ${view === 'json' && json && html`<div class="json mono"><${JsonTree} value=${json.value} /></div>`}
      ${view === 'hex' && html`<${HexView} payload=${payload} />`}
      ${view === 'image' && type && html`<${ImageView} bytes=${payload} type=${type} />`}
    </div>
  </div>`;
}

/** @param {{ payload: string | Uint8Array }} props */
function HexView({ payload }) {
  const bytes = bytesOf(payload);
  return html`<pre class="hex">${hexDump(bytes, 8)}</pre>
    ${bytes.length > mostBytes && html`<p class="note">The first ${mostBytes} bytes of ${bytes.length}.</p>`}`;
}

/**
 * Returns what a text means as JSON, in a box; nothing for a lone number or word, which a tree would not make clearer.
 * @param {string | Uint8Array} payload
 */
function jsonOf(payload) {
  const text = typeof payload === 'string' ? payload : '';
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return { value: /** @type {unknown} */ (JSON.parse(text)) };
  } catch {
    return undefined;
  }
}
