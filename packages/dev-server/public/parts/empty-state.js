// What stands where there is nothing yet: what will be here, and what to do for it.
import { Glyph } from './glyph.js';
import { html } from './html.js';

/** @param {{ glyph: string, title: string, children?: unknown }} props */
export function EmptyState({ glyph, title, children }) {
  return html`<div class="empty">
    <${Glyph} name=${glyph} />
    <h2>${title}</h2>
    ${children && html`<p>${children}</p>`}
  </div>`;
}
