// The button of a connection's row that shows its frames.
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';

/** @typedef {import('../../src/relay/relay-messages.js').ConnectionNote} ConnectionNote */

/**
 * The button's id in the page.
 * @param {string} id The connection's.
 */
export const watchButtonId = (id) => `watch-${id}`;

/** @param {{ connection: ConnectionNote, onWatch: (connection: ConnectionNote) => void }} props */
export function WatchButton({ connection, onWatch }) {
  const { id, path, remote } = connection;
  const onClick = (/** @type {Event} */ event) => {
    // A click on the row would open its details.
    event.stopPropagation();
    onWatch(connection);
  };
  return html`<button
    type="button"
    class="button plain"
    id=${watchButtonId(id)}
    aria-label=${`Watch ${path} of ${remote} (${id})`}
    title="Show its frames"
    onClick=${onClick}
  >
    <${Glyph} name="eye" /><span class="wide-only">Watch</span>
  </button>`;
}
