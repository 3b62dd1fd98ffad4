// One message to many connections: to all, to those of a route, or to those in a room.
import { useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { complain, say } from '../store/toast.js';

/** @typedef {import('../../src/relay/relay-messages.js').ConnectionNote} ConnectionNote */

/** @param {{ link: import('../relay/relay-link.js').RelayLink, list: readonly ConnectionNote[] }} props */
export function BroadcastForm({ link, list }) {
  const [text, setText] = useState('');
  const [to, setTo] = useState('all');
  const routes = [...new Set(list.map(({ route }) => route))];
  const rooms = [...new Set(list.flatMap((each) => each.rooms))];
  const send = (/** @type {{ preventDefault: () => void }} */ event) => {
    event.preventDefault();
    const [kind, name] = [to.slice(0, to.indexOf(' ')), to.slice(to.indexOf(' ') + 1)];
    const target = to === 'all' ? {} : kind === 'route' ? { route: name } : { room: name };
    link.ask({ type: 'broadcast', payload: { text }, ...target }).then(
      () => {
        say('Broadcast');
        setText('');
      },
      (/** @type {Error} */ error) => complain(error.message),
    );
  };
  return html`<form class="broadcast" onSubmit=${send}>
    <select
      class="field"
      aria-label="Broadcast to"
      value=${to}
      onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ { currentTarget }) => setTo(currentTarget.value)}
    >
      <option value="all">All connections</option>
      ${routes.map((route) => html`<option key=${route} value=${`route ${route}`}>Route ${route}</option>`)}
      ${rooms.map((room) => html`<option key=${room} value=${`room ${room}`}>Room ${room}</option>`)}
    </select>
    <input
      class="field mono grow"
      aria-label="Message to broadcast"
      placeholder="A message to all of them"
      value=${text}
      onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ { currentTarget }) => setText(currentTarget.value)}
    />
    <button type="submit" class="button" disabled=${list.length === 0}>Broadcast</button>
  </form>`;
}
