// The page: its top, the list of routes at the side, and either the sessions or the server's side.
import { useEffect, useState } from 'preact/hooks';
import { copy } from '../export/hand-over.js';
import { html } from '../parts/html.js';
import { SessionView } from '../panels/session-view.js';
import { ServerView } from '../server/server-view.js';
import { WatchView } from '../watch/watch-view.js';
import { useStore } from '../store/store.js';
import { toast } from '../store/toast.js';
import { HelpDialog } from './help-dialog.js';
import { SideBar } from './side-bar.js';
import { LinkBanner, TopBar } from './top-bar.js';

/** @typedef {import('./workbench.js').Workbench} Workbench */

/** @param {{ bench: Workbench }} props */
export function App({ bench }) {
  const { link } = bench;
  const view = useStore(bench.view);
  const watched = useStore(bench.watched);
  const sessions = useStore(bench.sessions);
  const active = useStore(bench.active);
  const [isHelpOpen, setHelp] = useState(false);
  const [isSideOpen, setSide] = useState(false);
  useEffect(() => {
    const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === '/' && !isTyping(event.target)) focusSearch(event, active);
      else if (event.key === '?' && !isTyping(event.target)) setHelp(true);
      else if (event.key === 'Escape') setSide(false);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [active]);
  return html`<div class="app">
    <a class="skip" href="#main" onClick=${skip}>Skip to the session</a>
    <${TopBar}
      bench=${bench}
      onHelp=${() => setHelp(true)}
      onSide=${() => setSide(!isSideOpen)}
      isSideOpen=${isSideOpen}
    />
    <${LinkBanner} link=${link} />
    <div class=${`body ${view}`}>
      ${view === 'client' && html`<${SideBar} bench=${bench} isOpen=${isSideOpen} onPicked=${() => setSide(false)} />`}
      <main id="main" tabindex="-1">
        ${
          view === 'server' &&
          (watched
            ? html`<${WatchView}
                key=${watched.connection.id}
                watched=${watched}
                onBack=${() => bench.show('server')}
                onSession=${() => bench.show('client')}
              />`
            : html`<${ServerView}
                link=${link}
                history=${bench.history}
                onWatch=${(/** @type {import('../relay/relay-link.js').ConnectionNote} */ connection) =>
                  bench.watch(connection)}
              />`)
        }
        ${
          view === 'client' &&
          html`<h1 class="unseen">Sessions</h1>
            <div class=${`sessions ${sessions.length > 1 ? 'two' : ''}`}>
              ${sessions.map(
                (session, at) =>
                  html`<${SessionView}
                    key=${at}
                    id=${`session-${at + 1}`}
                    label=${`Session ${at + 1}`}
                    session=${session}
                    onFocus=${() => bench.active.set(at)}
                    onShare=${() => void copy(location.href, 'a link to this form')}
                  />`,
              )}
            </div>`
        }
      </main>
    </div>
    <${HelpDialog} isOpen=${isHelpOpen} onClose=${() => setHelp(false)} />
    <${Toast} />
  </div>`;
}

function Toast() {
  const { text, isError } = useStore(toast);
  return html`<div class="toast-place" role="status" aria-live="polite">
    ${text && html`<div class=${`toast ${isError ? 'error' : ''}`}>${text}</div>`}
  </div>`;
}

/** The hash is the form, so the link may not change it. @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select');
}

/**
 * @param {KeyboardEvent} event
 * @param {number} active
 */
function focusSearch(event, active) {
  const fields = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-search]'));
  const field = fields[active] ?? fields[0];
  if (!field) return;
  event.preventDefault();
  field.focus();
}
