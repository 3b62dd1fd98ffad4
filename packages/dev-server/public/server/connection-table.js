// Live connections, one a row.
import { secondsText, sizeText, spanText } from '../parts/amounts.js';
import { html } from '../parts/html.js';
import { useStore } from '../store/store.js';
import { Sparkline } from './sparkline.js';
import { WatchButton } from '../watch/watch-button.js';

/** @typedef {import('../../src/relay/relay-messages.js').ConnectionNote} ConnectionNote */

/** More rows than this would make the page slow; nobody reads them. */
const MOST = 200;

/**
 * @param {{
 *   list: readonly ConnectionNote[], history: import('./traffic-history.js').TrafficHistory,
 *   selected: string | null, onSelect: (id: string) => void, onWatch: (connection: ConnectionNote) => void,
 * }} props
 */
export function ConnectionTable({ list, history, selected, onSelect, onWatch }) {
  useStore(history.changes);
  return html`<div class="table-box" tabindex="0" role="region" aria-label="Live connections">
    <table class="connections">
      <thead>
        <tr>
          <th scope="col">Path</th>
          <th scope="col" class="wide-only">Remote</th>
          <th scope="col">Rooms</th>
          <th scope="col" class="number">In/s</th>
          <th scope="col" class="number">Out/s</th>
          <th scope="col" class="number">Buffered</th>
          <th scope="col" class="number">Latency</th>
          <th scope="col" class="wide-only">Traffic</th>
          <th scope="col" class="number wide-only">Age</th>
          <th scope="col" class="watch-cell"><span class="unseen">Frames</span></th>
        </tr>
      </thead>
      <tbody>
        ${list.slice(0, MOST).map((each) => {
          const { times, samples } = history.of(each.id);
          return html`<tr
            key=${each.id}
            class=${each.id === selected ? 'selected' : ''}
            onClick=${() => onSelect(each.id)}
          >
            <td>
              <button
                type="button"
                class="link mono"
                aria-pressed=${each.id === selected}
                onClick=${() => onSelect(each.id)}
              >
                ${each.path}
              </button>
            </td>
            <td class="mono quiet wide-only">${each.remote}</td>
            <td>${each.rooms.map((room) => html`<span class="tag" key=${room}>${room}</span>`)}</td>
            <td class="number">${Math.round(each.received.messagesPerSecond)}</td>
            <td class="number">${Math.round(each.sent.messagesPerSecond)}</td>
            <td class="number">${sizeText(each.bufferedAmount)}</td>
            <td class="number">${each.latency === undefined ? '–' : spanText(each.latency)}</td>
            <td class="wide-only chart">
              <${Sparkline}
                times=${times}
                values=${samples.map(({ sent, received }) => sent + received)}
                label="Messages a second"
              />
            </td>
            <td class="number quiet wide-only">${secondsText(Date.now() - each.since)}</td>
            <td class="watch-cell"><${WatchButton} connection=${each} onWatch=${onWatch} /></td>
          </tr>`;
        })}
      </tbody>
    </table>
    ${list.length > MOST && html`<p class="note">${list.length - MOST} more are not listed.</p>`}
  </div>`;
}
