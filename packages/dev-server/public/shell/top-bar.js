// The page's top: what is shown below, the recording, and how the page looks.
import { sizeText } from '../parts/amounts.js';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';
import { useStore } from '../store/store.js';
import { theme, themes } from '../store/theme.js';

/** @typedef {import('./workbench.js').Workbench} Workbench */

const themeGlyphs = { auto: 'half', light: 'sun', dark: 'moon' };

/** @param {{ bench: Workbench, onHelp: () => void, onSide: () => void, isSideOpen: boolean }} props */
export function TopBar({ bench, onHelp, onSide, isSideOpen }) {
  const view = useStore(bench.view);
  const sessions = useStore(bench.sessions);
  const { list } = useStore(bench.link.connections);
  const chosen = useStore(theme);
  const next = themes[(themes.indexOf(chosen) + 1) % themes.length];
  const place = (/** @type {'client' | 'server'} */ name, /** @type {unknown} */ text) =>
    html`<button type="button" aria-current=${view === name ? 'page' : undefined} onClick=${() => bench.show(name)}>
      ${text}
    </button>`;
  return html`<header class="top">
    ${
      view === 'client' &&
      html`<button
        type="button"
        class="button plain icon side-button"
        aria-label="Routes"
        aria-expanded=${isSideOpen}
        onClick=${onSide}
      >
        <${Glyph} name="menu" />
      </button>`
    }
    <span class="brand"><img src="/__ws4ts/icon.svg" alt="" width="20" height="20" />ws4ts<span> dev</span></span>
    <nav aria-label="Views">
      ${place('client', 'Client')} ${place('server', html`Server <span class="count">${list.length}</span>`)}
    </nav>
    <span class="grow"></span>
    <${LinkStatus} bench=${bench} />
    <${Recorder} bench=${bench} />
    ${
      view === 'client' &&
      html`<button
        type="button"
        class="button plain split-button"
        aria-label="Split"
        aria-pressed=${sessions.length > 1}
        title="Two sessions side by side"
        onClick=${() => bench.split()}
      >
        <${Glyph} name="split" /><span class="wide-only">Split</span>
      </button>`
    }
    <button
      type="button"
      class="button plain icon"
      aria-label=${`Theme: ${chosen}`}
      title=${`Theme: ${chosen}; press for ${next}`}
      onClick=${() => theme.set(next)}
    >
      <${Glyph} name=${themeGlyphs[chosen]} />
    </button>
    <button type="button" class="button plain icon" aria-label="Help" title="Help (?)" onClick=${onHelp}>
      <${Glyph} name="help" />
    </button>
  </header>`;
}

/** @param {{ bench: Workbench }} props */
function LinkStatus({ bench: { link } }) {
  const isOpen = useStore(link.isOpen);
  const server = useStore(link.server);
  if (!isOpen) return null;
  return html`<span class="link-status quiet wide-only" title="This page is connected to the dev server">
    ${server ? server.url.replace(/^wss?:\/\//, '') : ''}
  </span>`;
}

/** What is said below the top while there is no server. @param {{ link: Workbench['link'] }} props */
export function LinkBanner({ link }) {
  const loss = useStore(link.loss);
  return html`<div role="status">
    ${loss === 'gone' && html`<p class="link-banner"><span class="lamp waiting"></span>Server lost, reconnecting</p>`}
    ${
      loss === 'refused' &&
      html`<p class="link-banner bad">
        <span class="lamp broken"></span>The server has a new token: open the URL that it printed
      </p>`
    }
  </div>`;
}

/** @param {{ bench: Workbench }} props */
function Recorder({ bench: { link } }) {
  const { isRecording, frames, bytes, isFull } = useStore(link.recording);
  const isOpen = useStore(link.isOpen);
  const title = isRecording ? 'Stop recording' : 'Record the frames of all sessions and connections on the server';
  return html`<span class="recorder">
    <button
      type="button"
      class="button plain"
      aria-pressed=${isRecording}
      aria-label=${title}
      title=${title}
      disabled=${!isOpen}
      onClick=${() => link.tell({ type: isRecording ? 'stopRecording' : 'startRecording' })}
    >
      <${Glyph} name="record" />
      <span class="wide-only">
        ${isRecording ? `${frames} frames${isFull ? ', full' : ''}` : frames > 0 ? `${frames} recorded` : 'Record'}
      </span>
    </button>
    ${
      frames > 0 &&
      html`<a
        class="button plain icon"
        href=${link.urlOf('recording.ndjson').href}
        download="recording.ndjson"
        aria-label="Download the recording"
        title=${`Download the recording, ${sizeText(bytes)}`}
      >
        <${Glyph} name="export" />
      </a>`
    }
  </span>`;
}
