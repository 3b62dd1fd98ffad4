// What the composer takes texts from: variables, what was sent before, and snippets.
import { useState } from 'preact/hooks';
import { draftHistory } from '../compose/draft-history.js';
import { exportSnippets, importSnippets, removeSnippet, saveSnippet, snippets } from '../compose/snippets.js';
import { builtIn, ownVariables } from '../compose/variables.js';
import { chooseFile, saveFile } from '../export/hand-over.js';
import { fieldText } from '../parts/field-text.js';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';
import { Menu } from '../parts/menu.js';
import { complain, say } from '../store/toast.js';
import { useStore } from '../store/store.js';

/** @typedef {import('../compose/draft-box.js').DraftBox} DraftBox */
/** @typedef {{ currentTarget: HTMLFormElement, preventDefault: () => void }} SubmitEvent */

/** @param {{ onInsert: (text: string) => void }} props */
export function VariableMenu({ onInsert }) {
  const own = useStore(ownVariables);
  const add = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const name = fieldText(event.currentTarget, 'name');
    if (!/^[\w.-]+$/.test(name)) return complain('A name has letters, digits, "_", "-" and "." only');
    ownVariables.set({ ...own, [name]: fieldText(event.currentTarget, 'value') });
    event.currentTarget.reset();
  };
  const remove = (/** @type {string} */ name) => {
    const { [name]: _, ...rest } = own;
    ownVariables.set(rest);
  };
  return html`<${Menu} label="Variables" glyph="braces" place="up">
    ${(/** @type {() => void} */ close) =>
      html`<h2>Variables</h2>
        <ul>
          ${Object.entries({ ...builtIn, ...own }).map(
            ([name, meaning]) =>
              html`<li class="menu-row" key=${name}>
                <button
                  type="button"
                  onClick=${() => {
                    close();
                    onInsert(`{{${name}}}`);
                  }}
                >
                  <code>${`{{${name}}}`}</code><span class="faint">${meaning}</span>
                </button>
                ${
                  Object.hasOwn(own, name) &&
                  html`<${Remove} label=${`Remove ${name}`} onClick=${() => remove(name)} />`
                }
              </li>`,
          )}
        </ul>
        <form class="padded menu-form" onSubmit=${add}>
          <input class="field" name="name" aria-label="Name of the variable" placeholder="name" required />
          <input class="field" name="value" aria-label="Value of the variable" placeholder="value" />
          <button type="submit" class="button">Add</button>
        </form>`}
  <//>`;
}

/** @param {{ box: DraftBox }} props */
export function HistoryMenu({ box }) {
  const sent = useStore(draftHistory);
  return html`<${Menu} label="History" glyph="history" place="up">
    ${(/** @type {() => void} */ close) =>
      html`<h2>Sent before</h2>
        ${sent.length === 0 && html`<p class="padded quiet">What you send is listed here.</p>`}
        ${sent.map(
          (each) =>
            html`<button
              key=${each.kind + each.text}
              type="button"
              onClick=${() => {
                close();
                box.draft.patch(each);
              }}
            >
              <span class="count">${each.kind}</span><code class="clipped">${each.text.slice(0, 120)}</code>
            </button>`,
        )}
        ${
          sent.length > 0 &&
          html`<button type="button" class="danger" onClick=${() => draftHistory.set([])}>
            <${Glyph} name="trash" />Forget all
          </button>`
        }`}
  <//>`;
}

/** @param {{ box: DraftBox }} props */
export function SnippetMenu({ box }) {
  const saved = useStore(snippets);
  const [name, setName] = useState('');
  const save = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const { kind, text } = box.draft.value;
    if (kind === 'file') return complain('A file cannot be a snippet');
    saveSnippet({ name: name.trim(), kind, text });
    setName('');
    say(`Saved the snippet "${name.trim()}"`);
  };
  const load = async () => {
    const file = await chooseFile('.json,application/json');
    if (!file) return;
    try {
      say(`Imported ${importSnippets(await file.text())} snippets`);
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
    }
  };
  return html`<${Menu} label="Snippets" glyph="star" place="up">
    ${(/** @type {() => void} */ close) =>
      html`<h2>Snippets</h2>
        ${saved.length === 0 && html`<p class="padded quiet">Save what is in the composer, to use it again.</p>`}
        <ul>
          ${saved.map(
            (each) =>
              html`<li class="menu-row" key=${each.name}>
                <button
                  type="button"
                  onClick=${() => {
                    close();
                    box.draft.patch({ kind: each.kind, text: each.text });
                  }}
                >
                  <span>${each.name}</span><code class="faint clipped">${each.text.slice(0, 80)}</code>
                </button>
                <${Remove} label=${`Remove ${each.name}`} onClick=${() => removeSnippet(each.name)} />
              </li>`,
          )}
        </ul>
        <form class="padded menu-form" onSubmit=${save}>
          <input
            class="field grow"
            aria-label="Name of the snippet"
            placeholder="Save as…"
            required
            value=${name}
            onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ { currentTarget }) => setName(currentTarget.value)}
          />
          <button type="submit" class="button">Save</button>
        </form>
        <button type="button" onClick=${() => saveFile('snippets.json', exportSnippets())}>
          <${Glyph} name="export" />Export as a file
        </button>
        <button type="button" onClick=${() => void load()}><${Glyph} name="import" />Import a file…</button>`}
  <//>`;
}

/** @param {{ label: string, onClick: () => void }} props */
function Remove({ label, onClick }) {
  return html`<button type="button" class="button plain icon" aria-label=${label} title=${label} onClick=${onClick}>
    <${Glyph} name="close" />
  </button>`;
}
