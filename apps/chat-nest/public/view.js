// What the page looks like: knows the document, and nothing of the server.
const MOST_LINES = 500;

/** How many beats fit into the graph. */
export const MOST_BEATS = 40;

export const $ = (id) => document.getElementById(id);

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A person's initials on a colour that is always theirs. */
function portrait(name) {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  const words = name.split(' ');
  const initials = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...word][0] ?? '').join('');
  const face = element('span', 'portrait', initials);
  face.ariaHidden = 'true';
  face.style.setProperty('--hue', hue);
  return face;
}

/** Adds a line, and stays at the end if that is where the reader was. */
function add(line) {
  const list = $('messages');
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.append(line);
  while (list.childElementCount > MOST_LINES) list.firstElementChild.remove();
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

export function addNote(text) {
  add(element('li', 'note', text));
}

/** Adds what somebody has said; of one's own words, how many others have heard them. */
export function addSaid({ user, text, at, heardBy }, isMine) {
  $('empty').hidden = true;
  const line = element('li', isMine ? 'said mine' : 'said', '');
  const time = element('time', '', new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
  time.dateTime = new Date(at).toISOString();
  const bubble = element('div', 'bubble', '');
  const head = element('p', 'who', '');
  head.append(element('b', '', user), ' ', time);
  if (heardBy !== undefined) head.append(` · ${heardBy === 0 ? 'nobody has heard it' : `heard by ${heardBy}`}`);
  bubble.append(head, element('p', 'what', text));
  line.append(portrait(user), bubble);
  add(line);
}

/** Begins a room anew. */
export function showHistory(history, me) {
  $('messages').replaceChildren();
  $('empty').hidden = history.length > 0;
  for (const said of history) addSaid(said, said.user === me);
  $('messages').scrollTop = $('messages').scrollHeight;
}

export function showPeople(people, me) {
  $('people').replaceChildren(
    ...people.map((name) => {
      const line = element('li', '', '');
      line.append(portrait(name), element('span', '', name === me ? `${name} (you)` : name));
      return line;
    }),
  );
  showStatus('open', people.length === 1 ? 'only you are here' : `${people.length} people here`);
}

/** Lists the rooms; the one that we are in is there even when the list leaves it out. */
export function showRooms(rooms, here) {
  const all = rooms.some(({ name }) => name === here) ? rooms : [...rooms, { name: here, people: 0 }];
  $('rooms').replaceChildren(
    ...all.map(({ name, people }) => {
      const line = element('li', '', '');
      const link = element('a', '', name);
      link.href = `#${name}`;
      if (name === here) link.ariaCurrent = 'page';
      if (people > 0) link.append(element('span', 'count', String(people)));
      line.append(link);
      return line;
    }),
  );
}

export function showStatus(state, text) {
  $('status').dataset.state = state;
  $('status').textContent = text;
  $('send').disabled = $('toggle-pulse').disabled = state !== 'open';
}

/** Shows the door or the chat. */
export function showSignedIn(isSignedIn) {
  $('door').hidden = isSignedIn;
  $('chat').hidden = !isSignedIn;
  $(isSignedIn ? 'text' : 'name').focus();
}

/** Shows the pulse of the server from its beats; nothing of it without any. */
export function showPulse(beats) {
  $('pulse').hidden = beats.length === 0;
  $('toggle-pulse').ariaPressed = String(beats.length > 0);
  if (beats.length === 0) return;
  const { sockets, said, memory, uptime } = beats.at(-1);
  const minutes = Math.floor(uptime / 60);
  const up = minutes > 0 ? `${minutes} min` : `${uptime} s`;
  $('beat').textContent = `${Math.round(memory / 2 ** 20)} MiB · ${sockets} connected · ${said} said · up ${up}`;
  const memories = beats.map((beat) => beat.memory);
  const [least, most] = [Math.min(...memories), Math.max(...memories)];
  const y = (value) => 25 - (22 * (value - least)) / Math.max(most - least, 2 ** 20);
  const points = memories.map((value, n) => `${((n * 116) / (MOST_BEATS - 1) + 2).toFixed(1)},${y(value).toFixed(1)}`);
  // The first stands there twice, so that one beat alone is a dot.
  $('graph').setAttribute('points', [points[0], ...points].join(' '));
}
