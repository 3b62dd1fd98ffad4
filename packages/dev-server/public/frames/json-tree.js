// JSON as a tree that folds. A branch is rendered when it is opened first, and a long one in pieces.
import { useState } from 'preact/hooks';
import { html } from '../parts/html.js';

const PIECE = 100;

/** @param {{ name?: string, value: unknown, depth?: number }} props */
export function JsonTree({ name, value, depth = 0 }) {
  if (typeof value !== 'object' || value === null) return html`<${Leaf} name=${name} value=${value} />`;
  return html`<${Branch} name=${name} value=${value} depth=${depth} />`;
}

/** @param {{ name?: string, value: unknown }} props */
function Leaf({ name, value }) {
  const kind = value === null ? 'null' : typeof value;
  return html`<div class="leaf">
    ${name !== undefined && html`<span class="key">${name}: </span>`}<span class=${kind}>${JSON.stringify(value)}</span>
  </div>`;
}

/** @param {{ name?: string, value: object, depth: number }} props */
function Branch({ name, value, depth }) {
  const [isOpen, setOpen] = useState(depth < 2);
  const [shown, setShown] = useState(PIECE);
  const entries = Object.entries(value);
  const [left, right, unit] = Array.isArray(value) ? ['[', ']', 'item'] : ['{', '}', 'field'];
  const count = `${entries.length} ${unit}${entries.length === 1 ? '' : 's'}`;
  if (entries.length === 0) {
    return html`<div class="leaf">
      ${name !== undefined && html`<span class="key">${name}: </span>`}${left}${right}
    </div>`;
  }
  return html`<details
    open=${isOpen}
    onToggle=${(/** @type {{ currentTarget: HTMLDetailsElement }} */ { currentTarget }) => setOpen(currentTarget.open)}
  >
    <summary>
      ${name !== undefined && html`<span class="key">${name}: </span>`}${left}${' '}
      <span class="faint">${count}</span>${' '}${right}
    </summary>
    ${
      isOpen &&
      html`<div class="branch">
        ${entries
          .slice(0, shown)
          .map(([key, each]) => html`<${JsonTree} key=${key} name=${key} value=${each} depth=${depth + 1} />`)}
        ${
          entries.length > shown &&
          html`<button type="button" class="button plain" onClick=${() => setShown(shown + PIECE)}>
            ${entries.length - shown} more
          </button>`
        }
      </div>`
    }
  </details>`;
}
