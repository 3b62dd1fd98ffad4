// The frames of one connection of the server, and the ways back: to the list of connections, and to one's own session.
import { useEffect, useRef } from 'preact/hooks';
import { FramesPanel } from '../frames/frames-panel.js';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';
import { useStore } from '../store/store.js';
import { watchButtonId } from './watch-button.js';

/**
 * @param {{
 *   watched: import('./watched-connection.js').WatchedConnection, onBack: () => void, onSession: () => void,
 * }} props
 */
export function WatchView({ watched, onBack, onSession }) {
  useStore(watched.changes);
  const end = useStore(watched.end);
  const first = useRef(/** @type {HTMLElement | null} */ (null));
  // The button that has led here is gone.
  useEffect(() => first.current?.focus(), []);
  const { id, path, remote, subprotocol, compressed } = watched.connection;
  const back = () => {
    onBack();
    focusSoon(watchButtonId(id));
  };
  const toSession = () => {
    onSession();
    focusSoon('main');
  };
  return html`<section class="session watch" aria-label="Watched connection">
    <header class="watch-bar">
      <button type="button" class="button plain" ref=${first} onClick=${back}>
        <${Glyph} name="back" />All connections
      </button>
      <span class="watch-what">
        <span class=${`lamp ${end ? '' : 'open'}`}></span>
        <h1 class="mono clipped" title=${path}>${path}</h1>
        <span class="tag">${id}</span>
        <span class="quiet watch-remote">${remote}</span>
        ${subprotocol && html`<span class="tag">${subprotocol}</span>`}
        ${compressed && html`<span class="tag">compressed</span>`}
        <span class="quiet watch-state" role="status">${end || 'Live, as this server sees it'}</span>
      </span>
      <button type="button" class="button" onClick=${toSession}><${Glyph} name="plug" />My session</button>
    </header>
    <${FramesPanel} log=${watched} id="watched" />
  </section>`;
}

/**
 * Puts the focus on an element of the view that comes next, or on that view.
 * @param {string} id
 */
function focusSoon(id) {
  requestAnimationFrame(() => (document.getElementById(id) ?? document.getElementById('main'))?.focus());
}
