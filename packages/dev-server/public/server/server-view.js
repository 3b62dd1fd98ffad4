// The server's side: all live connections, what passes through them, and what can be done to them.
import { useEffect, useState } from 'preact/hooks';
import { sizeText, spanText } from '../parts/amounts.js';
import { EmptyState } from '../parts/empty-state.js';
import { html } from '../parts/html.js';
import { useStore } from '../store/store.js';
import { BroadcastForm } from './broadcast-form.js';
import { ConnectionDetails } from './connection-details.js';
import { ConnectionTable } from './connection-table.js';
import { LogView } from './log-view.js';
import { Sparkline } from './sparkline.js';

/** @typedef {import('../relay/relay-link.js').RelayLink} RelayLink */
/** @typedef {import('./traffic-history.js').TrafficHistory} TrafficHistory */
/** @typedef {import('./traffic-history.js').Sample} Sample */

/**
 * @param {{
 *   link: RelayLink, history: TrafficHistory,
 *   onWatch: (connection: import('../../src/relay/relay-messages.js').ConnectionNote) => void,
 * }} props
 */
export function ServerView({ link, history, onWatch }) {
  const { list } = useStore(link.connections);
  const isOpen = useStore(link.isOpen);
  // Clients are pinged for their latency only while somebody looks at it.
  useEffect(() => {
    if (!isOpen) return;
    link.tell({ type: 'measure', on: true });
    return () => link.isOpen.value && link.tell({ type: 'measure', on: false });
  }, [isOpen]);
  const [selected, setSelected] = useState(/** @type {string | null} */ (null));
  const connection = list.find(({ id }) => id === selected);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') setSelected(null);
  };
  return html`<div class="server" onKeyDown=${onKeyDown}>
    <h1 class="unseen">Live connections</h1>
    <${Totals} history=${history} />
    <div class=${`server-body ${connection ? 'with-details' : ''}`}>
      <div class="server-main">
        ${
          list.length === 0
            ? html`<${EmptyState} glyph="server" title="Nobody is connected">
                Each connection to a route of this server is listed here, with its rooms, rates and latency.
              <//>`
            : html`<${ConnectionTable}
                list=${list}
                history=${history}
                selected=${selected}
                onSelect=${setSelected}
                onWatch=${onWatch}
              />`
        }
      </div>
      ${
        connection &&
        html`<${ConnectionDetails}
          key=${connection.id}
          link=${link}
          history=${history}
          connection=${connection}
          onClose=${() => setSelected(null)}
        />`
      }
    </div>
    <${BroadcastForm} link=${link} list=${list} />
    <${LogView} link=${link} />
  </div>`;
}

/** @param {{ history: TrafficHistory }} props */
function Totals({ history }) {
  useStore(history.changes);
  const { times, samples } = history.all;
  const last = samples.at(-1);
  const tiles = /** @type {readonly (readonly [string, keyof Sample, (value: number) => string])[]} */ ([
    ['Connections', 'connections', String],
    ['Received', 'received', (value) => `${Math.round(value)}/s`],
    ['Sent', 'sent', (value) => `${Math.round(value)}/s`],
    ['Buffered', 'buffered', sizeText],
    ['Latency', 'latency', (value) => (value > 0 ? spanText(value) : '–')],
  ]);
  return html`<div class="tiles">
    ${tiles.map(
      ([label, field, text]) =>
        html`<section class="tile" key=${field} aria-label=${label}>
          <h2>${label}</h2>
          <strong>${text(last?.[field] ?? 0)}</strong>
          <${Sparkline} times=${times} values=${samples.map((sample) => sample[field])} label=${`${label} over time`} />
        </section>`,
    )}
  </div>`;
}
