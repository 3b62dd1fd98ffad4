// A close code and a reason, checked, and the button that closes with them.
import { useId, useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { closeMeaning, closeName, mayBeSent, suggestedCodes } from '../session/close-codes.js';
import { bytesOf } from '../session/frame.js';

/** Bytes of a reason: what a control frame holds beside the code (§5.5.1). */
const MOST_REASON = 123;

/** @typedef {{ currentTarget: HTMLInputElement }} InputEvent */

/** @param {{ disabled: boolean, onClose: (code: number, reason: string) => void }} props */
export function CloseForm({ disabled, onClose }) {
  const [text, setText] = useState('1000');
  const [reason, setReason] = useState('');
  const list = useId();
  const code = Number(text);
  const isCode = mayBeSent(code);
  const isReason = bytesOf(reason).length <= MOST_REASON;
  const note = !isCode
    ? 'A close frame carries 1000 to 1003, 1007 to 1014, or 3000 to 4999.'
    : isReason
      ? `${closeName(code)}. ${closeMeaning(code)}`
      : `A reason has ${MOST_REASON} bytes at most.`;
  return html`<div class="close-form">
      <label class="labelled">
        <span>Close code</span>
        <input
          class="field code"
          type="number"
          list=${list}
          min="1000"
          max="4999"
          value=${text}
          aria-invalid=${!isCode}
          aria-describedby=${`${list}-note`}
          onInput=${(/** @type {InputEvent} */ { currentTarget }) => setText(currentTarget.value)}
        />
        <datalist id=${list}>
          ${suggestedCodes.map((each) => html`<option key=${each} value=${each}>${closeName(each)}</option>`)}
        </datalist>
      </label>
      <label class="labelled grow">
        <span>Reason</span>
        <input
          class="field"
          value=${reason}
          aria-invalid=${!isReason}
          aria-describedby=${`${list}-note`}
          onInput=${(/** @type {InputEvent} */ { currentTarget }) => setReason(currentTarget.value)}
        />
      </label>
      <button
        type="button"
        class="button"
        disabled=${disabled || !isCode || !isReason}
        onClick=${() => onClose(code, reason)}
      >
        Close
      </button>
    </div>
    <p class=${`close-note ${isCode && isReason ? 'faint' : 'bad'}`} id=${`${list}-note`}>${note}</p>`;
}
