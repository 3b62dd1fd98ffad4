// What goes wrong with a session on purpose: the network, and single faults.
import { useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { payloadOf } from '../compose/draft.js';
import { complain } from '../store/toast.js';
import { useStore } from '../store/store.js';
import { ChaosForm } from './chaos-form.js';
import { CloseForm } from './close-form.js';

/** @typedef {import('../relay/transport.js').Transport} Transport */

/** What can be sent that no client should send. */
const faults = /** @type {readonly (readonly [string, string, (transport: Transport) => void])[]} */ ([
  ['Cut (1006)', 'Ends the connection without a close frame', (to) => to.terminate()],
  ['Close 1011', 'Says that this side failed', (to) => to.close(1011, 'chaos')],
  ['Close 1012', 'Says that this side restarts', (to) => to.close(1012, 'chaos')],
  ['Bad frame', 'A frame with a reserved opcode', (to) => to.sendFrame(0x83, 'bad', true)],
  ['Unmasked frame', 'A client must mask its frames', (to) => to.sendFrame(0x81, 'not masked', false)],
  ['Bad UTF-8', 'A text message that is no text', (to) => to.sendFrame(0x81, Uint8Array.of(0xc3, 0x28), true)],
  ['Bad continuation', 'A continuation of nothing', (to) => to.sendFrame(0x80, 'of nothing', true)],
]);

/** @param {{ session: import('../session/session.js').Session }} props */
export function ChaosPanel({ session }) {
  const chaos = useStore(session.chaos);
  const { phase } = useStore(session.state);
  const isDirect = useStore(session.form).via === 'direct';
  const isOff = phase !== 'open' || isDirect;
  const tell = (/** @type {(transport: Transport) => void} */ run) => session.transport && run(session.transport);
  return html`<div class="panel-body">
    ${isDirect && html`<p class="banner">Only connections through the dev server can be disturbed.</p>`}
    <${ChaosForm}
      chaos=${chaos}
      disabled=${isDirect}
      onChange=${(/** @type {typeof chaos} */ fields) => session.setChaos(fields)}
    />
    <fieldset class="form" disabled=${isOff}>
      <legend>Faults${!isDirect && isOff && html`<span class="faint aside">while connected</span>`}</legend>
      <div class="presets">
        ${faults.map(
          ([name, title, run]) =>
            html`<button
              type="button"
              class="button"
              key=${name}
              title=${title}
              disabled=${isOff}
              onClick=${() => tell(run)}
            >
              ${name}
            </button>`,
        )}
      </div>
      <${CloseForm}
        disabled=${isOff}
        onClose=${(/** @type {number} */ code, /** @type {string} */ reason) => tell((to) => to.close(code, reason))}
      />
      <${RawForm} disabled=${isOff} onSend=${(/** @type {Uint8Array} */ bytes) => tell((to) => to.sendBytes(bytes))} />
    </fieldset>
  </div>`;
}

/** @param {{ disabled: boolean, onSend: (bytes: Uint8Array) => void }} props */
function RawForm({ disabled, onSend }) {
  const [text, setText] = useState('');
  const send = () => {
    try {
      onSend(/** @type {Uint8Array} */ (payloadOf({ kind: 'hex', text }, {}, 1)));
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
    }
  };
  return html`<div class="close-form">
    <label class="labelled grow">
      <span>Bytes, as they are</span>
      <input
        class="field mono"
        placeholder="81 05 48 65 6c 6c 6f"
        value=${text}
        onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ { currentTarget }) => setText(currentTarget.value)}
      />
    </label>
    <button type="button" class="button" disabled=${disabled || text === ''} onClick=${send}>Write</button>
  </div>`;
}
