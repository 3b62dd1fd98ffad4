// One connection of the server: what it is, what passes, and what can be done to it.
import { useState } from 'preact/hooks';
import { ChaosForm } from '../panels/chaos-form.js';
import { CloseForm } from '../panels/close-form.js';
import { secondsText, sizeText, spanText } from '../parts/amounts.js';
import { fieldText } from '../parts/field-text.js';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';
import { useStore } from '../store/store.js';
import { Sparkline } from './sparkline.js';

/** @typedef {import('../../src/relay/relay-messages.js').ConnectionNote} ConnectionNote */
/** @typedef {import('../relay/relay-link.js').RelayLink} RelayLink */
/** @typedef {{ currentTarget: HTMLFormElement, preventDefault: () => void }} SubmitEvent */

/**
 * @param {{
 *   link: RelayLink, history: import('./traffic-history.js').TrafficHistory, connection: ConnectionNote,
 *   onClose: () => void,
 * }} props
 */
export function ConnectionDetails({ link, history, connection, onClose }) {
  const { id, path, chaos } = connection;
  const tell = (/** @type {import('../relay/relay-link.js').RelayCommand} */ command) => link.tell(command);
  return html`<section class="details" aria-label="Connection">
    <header>
      <h2 class="grow mono">${path}</h2>
      <button type="button" class="button plain" onClick=${() => tell({ type: 'pingConnection', id })}>
        <${Glyph} name="ping" />Ping
      </button>
      <button type="button" class="button plain icon" aria-label="Close details" title="Close (Esc)" onClick=${onClose}>
        <${Glyph} name="close" />
      </button>
    </header>
    <div class="details-body">
      <${Charts} history=${history} connection=${connection} />
      <${ConnectionFacts} connection=${connection} />
      <${Rooms} link=${link} connection=${connection} />
      <${SendForm}
        onSend=${(/** @type {string} */ text) => tell({ type: 'sendToConnection', id, payload: { text } })}
      />
      <fieldset class="form">
        <legend>End it</legend>
        <${CloseForm}
          disabled=${false}
          onClose=${(/** @type {number} */ code, /** @type {string} */ reason) =>
            tell({ type: 'closeConnection', id, code, reason })}
        />
        <div class="presets">
          <button type="button" class="button danger" onClick=${() => tell({ type: 'terminateConnection', id })}>
            Cut (1006)
          </button>
          <button type="button" class="button danger" onClick=${() => tell({ type: 'sendBadFrame', id })}>
            Bad frame
          </button>
        </div>
      </fieldset>
      <${ChaosForm}
        chaos=${chaos}
        onChange=${(/** @type {Partial<typeof chaos>} */ fields) =>
          tell({ type: 'setConnectionChaos', id, chaos: fields })}
      />
    </div>
  </section>`;
}

/** @param {{ history: import('./traffic-history.js').TrafficHistory, connection: ConnectionNote }} props */
function Charts({ history, connection: { id, received, sent, bufferedAmount, latency } }) {
  useStore(history.changes);
  const { times, samples } = history.of(id);
  const charts = /** @type {const} */ ([
    ['Received', 'received', `${Math.round(received.messagesPerSecond)}/s`],
    ['Sent', 'sent', `${Math.round(sent.messagesPerSecond)}/s`],
    ['Buffered', 'buffered', sizeText(bufferedAmount)],
    ['Latency', 'latency', latency === undefined ? '–' : spanText(latency)],
  ]);
  return html`<div class="tiles small">
    ${charts.map(
      ([label, field, text]) =>
        html`<div class="tile" key=${field}>
          <h3>${label}</h3>
          <strong>${text}</strong>
          <${Sparkline} times=${times} values=${samples.map((sample) => sample[field])} label=${`${label} over time`} />
        </div>`,
    )}
  </div>`;
}

/** @param {{ connection: ConnectionNote }} props */
function ConnectionFacts({ connection }) {
  const { route, remote, subprotocol, compressed, since, received, sent } = connection;
  return html`<dl class="facts">
    <dt>Route</dt>
    <dd class="mono">${route}</dd>
    <dt>Remote</dt>
    <dd class="mono">${remote}</dd>
    <dt>Subprotocol</dt>
    <dd>${subprotocol ?? html`<span class="faint">none</span>`}</dd>
    <dt>Compressed</dt>
    <dd>${compressed ? 'yes' : 'no'}</dd>
    <dt>Open for</dt>
    <dd>${secondsText(Date.now() - since)}</dd>
    <dt>Received</dt>
    <dd>${received.messages} messages, ${sizeText(received.bytes)}</dd>
    <dt>Sent</dt>
    <dd>${sent.messages} messages, ${sizeText(sent.bytes)}</dd>
  </dl>`;
}

/** @param {{ link: RelayLink, connection: ConnectionNote }} props */
function Rooms({ link, connection: { id, rooms } }) {
  const join = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const room = fieldText(event.currentTarget, 'room');
    if (room !== '') link.tell({ type: 'joinRoom', id, room });
    event.currentTarget.reset();
  };
  return html`<fieldset class="form">
    <legend>Rooms</legend>
    <div class="presets">
      ${rooms.map(
        (room) =>
          html`<button
            type="button"
            class="button"
            key=${room}
            aria-label=${`Leave ${room}`}
            onClick=${() => link.tell({ type: 'leaveRoom', id, room })}
          >
            ${room}<${Glyph} name="close" />
          </button>`,
      )}
      <form class="menu-form" onSubmit=${join}>
        <input class="field" name="room" aria-label="Room to join" placeholder="Room" />
        <button type="submit" class="button">Join</button>
      </form>
    </div>
  </fieldset>`;
}

/** @param {{ onSend: (text: string) => void }} props */
function SendForm({ onSend }) {
  const [text, setText] = useState('');
  const send = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    onSend(text);
    setText('');
  };
  return html`<form class="close-form" onSubmit=${send}>
    <label class="labelled grow">
      <span>Send to this connection</span>
      <input
        class="field mono"
        value=${text}
        onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ { currentTarget }) => setText(currentTarget.value)}
      />
    </label>
    <button type="submit" class="button">Send</button>
  </form>`;
}
