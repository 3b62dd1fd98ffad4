// The server's routes, to pick from.
import { html } from '../parts/html.js';
import { paramsOf } from '../session/connection-form.js';
import { useStore } from '../store/store.js';

/** @typedef {import('./workbench.js').Workbench} Workbench */

/** @param {{ bench: Workbench, isOpen: boolean, onPicked: () => void }} props */
export function SideBar({ bench, isOpen, onPicked }) {
  const server = useStore(bench.link.server);
  useStore(bench.active);
  const { url } = useStore(bench.session.form);
  const routes = server?.routes ?? [];
  return html`<aside class=${`side ${isOpen ? 'open' : ''}`} aria-label="Routes of this server">
    <h2>Routes</h2>
    ${server?.error && html`<p class="banner bad">${server.error}</p>`}
    ${server?.proxy && html`<p class="banner">Every path is relayed to <code>${server.proxy}</code>.</p>`}
    ${server && routes.length === 0 && html`<p class="quiet side-note">This server has no routes of its own.</p>`}
    <ul class="routes">
      ${routes.map(
        (route) =>
          html`<li key=${route.path}>
            <button
              type="button"
              aria-current=${route.path === url ? 'true' : undefined}
              title=${route.className}
              onClick=${() => {
                bench.pick(route);
                onPicked();
              }}
            >
              <span class="mono path">${withParams(route.path)}</span>
              <span class="summary">${route.summary ?? route.className}</span>
            </button>
          </li>`,
      )}
    </ul>
    <span class="grow"></span>
    <${Files} server=${server} />
  </aside>`;
}

/** @param {{ server: import('../relay/relay-link.js').StateEvent | null }} props */
function Files({ server }) {
  if (!server) return null;
  const { files, version } = server;
  return html`<footer class="side-note faint">
    ${files.map((file) => html`<div class="mono clipped" key=${file} title=${file}>${file}</div>`)}
    <div>ws4ts ${version}</div>
  </footer>`;
}

/** @param {string} path */
function withParams(path) {
  const names = new Set(paramsOf(path));
  return path
    .split('/')
    .flatMap((part, at) => [
      at > 0 ? '/' : '',
      names.has(part.slice(1)) ? html`<span class="param" key=${at}>${part}</span>` : part,
    ]);
}
