// The page of a room: its socket has the same address as the page itself.
const $ = (id) => document.getElementById(id);
const room = decodeURIComponent(location.pathname.split('/').pop());
const ROOMS = ['lobby', 'kitchen', 'garden'];
const MOST_LINES = 500;
const LONGEST_WAIT = 15_000;
const SIGNED_OUT = 4001;

let socket;
/** The id of the user of this page: others may have the same name. */
let me = '';
let tries = 0;
let retry;

/** A person's initials on a colour that is always theirs. */
function portrait(name) {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  const face = document.createElement('span');
  face.className = 'portrait';
  face.ariaHidden = 'true';
  face.style.setProperty('--hue', hue);
  const words = name.split(' ');
  face.textContent = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...word][0] ?? '').join('');
  return face;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Adds a line, and stays at the end if that is where the reader was. */
function add(line) {
  const list = $('messages');
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.append(line);
  while (list.childElementCount > MOST_LINES) list.firstElementChild.remove();
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

function addSaid({ user, text, at }) {
  $('empty').hidden = true;
  const line = element('li', user.id === me ? 'said mine' : 'said', '');
  const time = element('time', '', new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
  time.dateTime = new Date(at).toISOString();
  const bubble = element('div', 'bubble', '');
  const head = element('p', 'who', '');
  head.append(element('b', '', user.name), ' ', time);
  bubble.append(head, element('p', 'what', text));
  line.append(portrait(user.name), bubble);
  add(line);
}

function showPeople(people) {
  $('people').replaceChildren(
    ...people.map(({ id, name }) => {
      const line = element('li', '', '');
      line.append(portrait(name), element('span', '', id === me ? `${name} (you)` : name));
      return line;
    }),
  );
  show('open', people.length === 1 ? 'only you are here' : `${people.length} people here`);
}

const heard = {
  welcome({ user, history, people }) {
    tries = 0;
    me = user.id;
    $('messages').replaceChildren();
    $('empty').hidden = history.length > 0;
    for (const said of history) addSaid(said);
    $('messages').scrollTop = $('messages').scrollHeight;
    showPeople(people);
  },
  joined({ user, people }) {
    add(element('li', 'note', `${user.name} has joined`));
    showPeople(people);
  },
  left({ user, people }) {
    add(element('li', 'note', `${user.name} has left`));
    showPeople(people);
  },
  said: addSaid,
};

function show(state, text) {
  $('status').dataset.state = state;
  $('status').textContent = text;
  $('send').disabled = state !== 'open';
}

/** Tries again, later each time, and not at the same moment as everyone else. */
function connectLater() {
  const wait = Math.min(LONGEST_WAIT, 250 * 2 ** tries++) * (0.5 + Math.random() / 2);
  show('waiting', 'connection lost, trying again …');
  clearTimeout(retry);
  retry = setTimeout(connect, wait);
}

/** A browser does not say why a socket was refused; the page at the same address does. */
async function refused() {
  try {
    const { type } = await fetch(location.pathname, { redirect: 'manual' });
    if (type === 'opaqueredirect') return location.reload();
  } catch {
    // The server is not there; it may come back.
  }
  connectLater();
}

function connect() {
  let wasOpen = false;
  socket = new WebSocket(location.href.replace(/^http/, 'ws').replace(/[?#].*$/, ''));
  socket.onopen = () => {
    wasOpen = true;
  };
  socket.onmessage = ({ data }) => {
    const told = JSON.parse(data);
    heard[told.kind]?.(told);
  };
  socket.onclose = ({ code }) => {
    if (code === SIGNED_OUT) location.reload();
    else if (wasOpen) connectLater();
    else void refused();
  };
}

$('composer').onsubmit = (event) => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (text === '' || socket.readyState !== WebSocket.OPEN) return;
  socket.send(text);
  $('text').value = '';
};
$('go').onsubmit = (event) => {
  event.preventDefault();
  location.href = `/chat/${encodeURIComponent($('other').value)}`;
};
// A device that wakes up, or is online again, need not wait.
addEventListener('online', () => {
  if (socket.readyState !== WebSocket.CLOSED) return;
  clearTimeout(retry);
  connect();
});

document.title = `${room} · Rooms`;
$('room').textContent = room;
$('rooms').append(
  ...[...new Set([...ROOMS, room])].map((name) => {
    const line = document.createElement('li');
    const link = element('a', '', name);
    link.href = `/chat/${encodeURIComponent(name)}`;
    if (name === room) link.ariaCurrent = 'page';
    line.append(link);
    return line;
  }),
);
connect();
$('text').focus();
