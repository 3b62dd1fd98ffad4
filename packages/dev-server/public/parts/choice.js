// A few buttons of which one is pressed.
import { html } from './html.js';

/**
 * @template {string} T
 * @param {{
 *   label: string, value: T, onChange: (value: T) => void,
 *   options: readonly (readonly [value: T, text: unknown, title?: string])[],
 * }} props
 */
export function Choice({ label, value, onChange, options }) {
  return html`<div class="choice" role="group" aria-label=${label}>
    ${options.map(
      ([name, text, title]) =>
        html`<button
          key=${name}
          type="button"
          title=${title}
          aria-label=${typeof text === 'string' ? undefined : title}
          aria-pressed=${name === value}
          onClick=${() => onChange(name)}
        >
          ${text}
        </button>`,
    )}
  </div>`;
}
