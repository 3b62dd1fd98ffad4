// Where to, and the button for it; below, the parameters of the path and how the connection is.
import { useEffect, useState } from 'preact/hooks';
import { secondsText } from '../parts/amounts.js';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';
import { paramsOf } from '../session/connection-form.js';
import { useStore } from '../store/store.js';

/** @typedef {import('../session/session.js').Session} Session */
/** @typedef {{ currentTarget: HTMLInputElement }} InputEvent */

/** @param {{ session: Session, id: string, onShare: () => void }} props */
export function ConnectBar({ session, id, onShare }) {
  const form = useStore(session.form);
  const { phase } = useStore(session.state);
  const isIdle = phase === 'idle';
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (isIdle) session.connect();
    else session.disconnect();
  };
  const params = paramsOf(form.url);
  return html`<form class="connect" onSubmit=${submit}>
    <div class="connect-line">
      <select
        class="field via"
        aria-label="Who connects"
        title="Through the dev server, frames can be seen and headers chosen"
        value=${form.via}
        disabled=${!isIdle}
        onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ { currentTarget }) =>
          session.form.patch({ via: currentTarget.value === 'direct' ? 'direct' : 'relay' })}
      >
        <option value="relay">Via server</option>
        <option value="direct">Browser</option>
      </select>
      <input
        class="field mono grow"
        id=${`${id}-url`}
        aria-label="URL"
        placeholder="ws://host/path or /path"
        spellcheck=${false}
        autocomplete="off"
        value=${form.url}
        onInput=${(/** @type {InputEvent} */ { currentTarget }) => session.form.patch({ url: currentTarget.value })}
      />
      <button type="submit" class=${`button ${isIdle ? 'main' : ''} connect-button`}>
        ${isIdle ? 'Connect' : phase === 'waiting' ? 'Stop trying' : phase === 'connecting' ? 'Cancel' : 'Disconnect'}
      </button>
      <button
        type="button"
        class="button plain icon"
        aria-label="Copy link"
        title="Copy a link to this form"
        onClick=${onShare}
      >
        <${Glyph} name="link" />
      </button>
    </div>
    ${
      params.length > 0 &&
      html`<div class="params">
        ${params.map(
          (name) =>
            html`<label class="inline" key=${name}>
              <code>:${name}</code>
              <input
                class="field mono"
                aria-label=${`Parameter ${name}`}
                placeholder="value"
                value=${form.params[name] ?? ''}
                onInput=${(/** @type {InputEvent} */ { currentTarget }) =>
                  session.form.patch({ params: { ...form.params, [name]: currentTarget.value } })}
              />
            </label>`,
        )}
      </div>`
    }
    <${StatusLine} session=${session} />
  </form>`;
}

/** @param {{ session: Session }} props */
function StatusLine({ session }) {
  const state = useStore(session.state);
  const { reconnects } = useStore(session.form);
  const known = useStore(session.handshake);
  const now = useClock(state.phase === 'open' || state.phase === 'waiting');
  const { subprotocol, extensions } = known?.report ?? {};
  const words = {
    idle: state.detail || 'Not connected',
    connecting: state.attempt > 0 ? `Connecting, try ${state.attempt}…` : 'Connecting…',
    open: `Connected for ${secondsText(now - state.since)}`,
    closing: 'Closing…',
    waiting: `Try ${state.attempt} in ${Math.max(0, Math.ceil((state.retryAt - now) / 1000))} s: ${state.detail}`,
  };
  const tone = state.phase === 'idle' && state.isProblem ? 'broken' : state.phase;
  return html`<div class="status">
    <span class=${`lamp ${tone}`}></span>
    <span class="status-text" role="status" data-phase=${state.phase}>${words[state.phase]}</span>
    ${state.phase === 'open' && subprotocol && html`<span class="tag">${subprotocol}</span>`}
    ${state.phase === 'open' && extensions && html`<span class="tag" title=${extensions}>compressed</span>`}
    <span class="grow"></span>
    <label class="check quiet">
      <input
        type="checkbox"
        checked=${reconnects}
        onChange=${(/** @type {InputEvent} */ { currentTarget }) => session.form.patch({ reconnects: currentTarget.checked })}
      />Reconnect
    </label>
  </div>`;
}

/**
 * Returns the time, each second anew while it runs.
 * @param {boolean} runs
 */
function useClock(runs) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!runs) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [runs]);
  return now;
}
