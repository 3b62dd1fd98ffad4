// What the server has printed: refusals, hooks that failed, files that could not be loaded.
import { clockText } from '../parts/amounts.js';
import { html } from '../parts/html.js';
import { useStore } from '../store/store.js';

/** @param {{ link: import('../relay/relay-link.js').RelayLink }} props */
export function LogView({ link }) {
  const lines = useStore(link.log);
  const { error } = useStore(link.server) ?? {};
  return html`<details class="log" open=${lines.length > 0 || error !== undefined}>
    <summary>Log <span class="count">${lines.length}</span></summary>
    ${error && html`<p class="banner bad">The files could not be loaded: ${error}</p>`}
    <div class="log-lines mono" tabindex="0" role="region" aria-label="Server log">
      ${lines.length === 0 && html`<p class="faint">What the server prints appears here.</p>`}
      ${lines.map(
        ({ time, level, line }, at) =>
          html`<div key=${at} class=${level}><span class="faint">${clockText(time)}</span> ${line}</div>`,
      )}
    </div>
  </details>`;
}
