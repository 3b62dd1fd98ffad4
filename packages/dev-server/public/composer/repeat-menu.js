// How often the message is sent, and in how many pieces.
import { mostRepeats } from '../compose/repeater.js';
import { html } from '../parts/html.js';
import { Menu } from '../parts/menu.js';
import { useStore } from '../store/store.js';

/** @typedef {{ currentTarget: HTMLInputElement }} InputEvent */

/** @param {{ session: import('../session/session.js').Session }} props */
export function RepeatMenu({ session }) {
  const { repetition, draft } = session.draft;
  const { count, every } = useStore(repetition);
  const { parts } = useStore(draft);
  const isDirect = useStore(session.form).via === 'direct';
  const often = count === 1 ? 'Once' : `${count} × every ${every} ms`;
  const text = parts === 1 ? often : `${often}, ${parts} fragments`;
  return html`<${Menu} label="Repeat and fragment" place="up left" glyph="repeat" text=${text}>
    ${() =>
      html`<h2>Repeat and fragment</h2>
        <div class="padded repeat-form">
          <${Amount}
            label="Repeat"
            least=${1}
            most=${mostRepeats}
            value=${count}
            onChange=${(/** @type {number} */ value) => repetition.patch({ count: value })}
          />
          <${Amount}
            label="Every (ms)"
            least=${0}
            most=${3_600_000}
            value=${every}
            disabled=${count === 1}
            onChange=${(/** @type {number} */ value) => repetition.patch({ every: value })}
          />
          <${Amount}
            label="Fragments"
            least=${1}
            most=${1000}
            value=${parts}
            disabled=${isDirect}
            onChange=${(/** @type {number} */ value) => draft.patch({ parts: value })}
          />
        </div>`}
  <//>`;
}

/**
 * @param {{
 *   label: string, least: number, most: number, value: number, disabled?: boolean, onChange: (value: number) => void,
 * }} props
 */
function Amount({ label, least, most, value, disabled = false, onChange }) {
  // What is not a number yet, while it is typed, changes nothing.
  const read = (/** @type {InputEvent} */ { currentTarget }) => {
    const typed = currentTarget.valueAsNumber;
    if (Number.isInteger(typed) && typed >= least && typed <= most) onChange(typed);
  };
  return html`<label class="labelled">
    <span>${label}</span>
    <input class="field" type="number" min=${least} max=${most} value=${value} disabled=${disabled} onInput=${read} />
  </label>`;
}
