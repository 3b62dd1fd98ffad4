// Tabs, of which one is chosen; arrows move between them (ARIA's pattern).
import { html } from './html.js';

/**
 * @param {{
 *   id: string, label: string, chosen: string, onChoose: (name: string) => void,
 *   tabs: readonly { name: string, text: string, mark?: unknown }[],
 * }} props Panels have the id `${id}-panel`; there is one at a time.
 */
export function Tabs({ id, label, chosen, onChoose, tabs }) {
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex(({ name }) => name === chosen);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    onChoose(next.name);
    document.getElementById(`${id}-${next.name}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} onKeyDown=${onKeyDown}>
    ${tabs.map(
      ({ name, text, mark }) =>
        html`<button
          key=${name}
          type="button"
          role="tab"
          id=${`${id}-${name}`}
          aria-selected=${name === chosen}
          aria-controls=${name === chosen ? `${id}-panel` : undefined}
          tabindex=${name === chosen ? 0 : -1}
          onClick=${() => onChoose(name)}
        >
          ${text}${mark}
        </button>`,
    )}
  </div>`;
}
