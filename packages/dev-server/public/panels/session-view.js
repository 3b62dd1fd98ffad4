// One session: where to, and the panels about it.
import { useState } from 'preact/hooks';
import { Composer } from '../composer/composer.js';
import { FramesPanel } from '../frames/frames-panel.js';
import { countText } from '../parts/amounts.js';
import { html } from '../parts/html.js';
import { Tabs } from '../parts/tabs.js';
import { headersOf, subprotocolsOf } from '../session/connection-form.js';
import { useStore } from '../store/store.js';
import { chaosCount } from './chaos-form.js';
import { ChaosPanel } from './chaos-panel.js';
import { ConnectBar } from './connect-bar.js';
import { HandshakePanel } from './handshake-panel.js';
import { RequestPanel } from './request-panel.js';

const panels = { frames: SessionFrames, request: RequestPanel, handshake: HandshakePanel, chaos: ChaosPanel };

/** @param {{ session: import('../session/session.js').Session, id: string }} props */
function SessionFrames({ session, id }) {
  const resend = (/** @type {string | Uint8Array} */ payload) => {
    session.draft.take(payload);
    document.getElementById(`${id}-message`)?.focus();
  };
  return html`<${FramesPanel} log=${session} id=${id} onResend=${resend}>
    <${Composer} session=${session} id=${id} />
  <//>`;
}

/**
 * @param {{ session: import('../session/session.js').Session, id: string, label: string, onShare: () => void,
 *   onFocus: () => void }} props
 */
export function SessionView({ session, id, label, onShare, onFocus }) {
  const [chosen, setChosen] = useState(/** @type {keyof typeof panels} */ ('frames'));
  useStore(session.changes);
  const form = useStore(session.form);
  const chaos = chaosCount(useStore(session.chaos));
  const isRefused = useStore(session.handshake)?.refusal !== undefined;
  const asked = headersOf(form).length + subprotocolsOf(form).length;
  const mark = (/** @type {number} */ count) => count > 0 && html`<span class="count">${countText(count)}</span>`;
  return html`<section class="session" aria-label=${label} onFocusIn=${onFocus}>
    <${ConnectBar} session=${session} id=${id} onShare=${onShare} />
    <${Tabs}
      id=${id}
      label="Panels"
      chosen=${chosen}
      onChoose=${setChosen}
      tabs=${[
        { name: 'frames', text: 'Frames', mark: mark(session.ring.size) },
        { name: 'request', text: 'Request', mark: mark(asked) },
        {
          name: 'handshake',
          text: 'Handshake',
          mark: isRefused && html`<span class="lamp broken"><span class="unseen">refused</span></span>`,
        },
        { name: 'chaos', text: 'Chaos', mark: mark(chaos) },
      ]}
    />
    <div class="panel" role="tabpanel" id=${`${id}-panel`} aria-labelledby=${`${id}-${chosen}`}>
      <${panels[chosen]} session=${session} id=${id} />
    </div>
  </section>`;
}
