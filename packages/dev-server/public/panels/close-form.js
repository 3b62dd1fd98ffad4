// A close code and a reason, and the button that closes with them.
import { useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { closeName, sendableCodes } from '../session/close-codes.js';

/** @param {{ disabled: boolean, onClose: (code: number, reason: string) => void }} props */
export function CloseForm({ disabled, onClose }) {
  const [code, setCode] = useState(1000);
  const [reason, setReason] = useState('');
  return html`<div class="close-form">
    <label class="labelled">
      <span>Close code</span>
      <select
        class="field"
        value=${code}
        onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ { currentTarget }) => setCode(Number(currentTarget.value))}
      >
        ${sendableCodes.map((each) => html`<option key=${each} value=${each}>${each} ${closeName(each)}</option>`)}
      </select>
    </label>
    <label class="labelled grow">
      <span>Reason</span>
      <input
        class="field"
        value=${reason}
        maxlength="123"
        onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ { currentTarget }) => setReason(currentTarget.value)}
      />
    </label>
    <button type="button" class="button" disabled=${disabled} onClick=${() => onClose(code, reason)}>Close</button>
  </div>`;
}
