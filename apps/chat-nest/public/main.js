// The page: signs in by a request, and talks through the socket of a room. The room is the address's part behind the #.
import { Envelopes } from './envelopes.js';
import {
  MOST_BEATS,
  $,
  addNote,
  addSaid,
  showHistory,
  showPeople,
  showPulse,
  showRooms,
  showSignedIn,
  showStatus,
} from './view.js';

const LONGEST_WAIT = 15_000;
const BEAT = 1000;
const UNAUTHORIZED = 3000;
const REFUSED = 1006;

/** One name a tab, so that one can talk with oneself. */
const token = {
  get: () => sessionStorage.getItem('token'),
  set: (value) => sessionStorage.setItem('token', value),
  forget: () => sessionStorage.removeItem('token'),
};

let server;
let room = '';
let me = '';
let tries = 0;
let retry;
let stopPulse;

const heard = {
  welcome({ user, history, people }) {
    tries = 0;
    me = user;
    showHistory(history, me);
    showPeople(people, me);
    server.subscribe('rooms', undefined, { next: (rooms) => showRooms(rooms, room) });
  },
  joined({ user, people }) {
    addNote(`${user} has joined`);
    showPeople(people, me);
  },
  left({ user, people }) {
    addNote(`${user} has left`);
    showPeople(people, me);
  },
  said: (said) => addSaid(said, said.user === me),
};

function connect() {
  const wanted = location.hash.slice(1);
  room = /^[\w-]{1,40}$/.test(wanted) ? wanted : 'lobby';
  document.title = `${room} · Rooms`;
  $('room').textContent = room;
  $('error').textContent = '';
  showRooms([], room);
  showStatus('waiting', 'connecting …');
  const url = `${location.origin.replace(/^http/, 'ws')}/rooms/${room}?token=${encodeURIComponent(token.get())}`;
  const mine = new Envelopes(url, {
    heard,
    closed(code) {
      // Another room has been gone to meanwhile.
      if (server !== mine) return;
      endPulse();
      if (code === UNAUTHORIZED) signOut('Your sign-in has ended. Come in again.');
      else if (code === REFUSED) void refused();
      else connectLater();
    },
  });
  server = mine;
}

function leave() {
  clearTimeout(retry);
  endPulse();
  const old = server;
  server = undefined;
  old?.close();
}

/** Tries again, later each time, and not at the same moment as everyone else. */
function connectLater() {
  const wait = Math.min(LONGEST_WAIT, 250 * 2 ** tries++) * (0.5 + Math.random() / 2);
  showStatus('waiting', 'connection lost, trying again …');
  clearTimeout(retry);
  retry = setTimeout(connect, wait);
}

/** A browser does not say why a socket was refused; the server does when it is asked. */
async function refused() {
  const asked = token.get();
  connectLater();
  try {
    const { status } = await fetch('/me', { headers: { authorization: `Bearer ${asked}` } });
    if (status === 401 && token.get() === asked) signOut('Your sign-in has ended. Come in again.');
  } catch {
    // The server is not there; it may come back.
  }
}

function signOut(why) {
  token.forget();
  leave();
  $('sign-in-error').textContent = why;
  showSignedIn(false);
}

function enter() {
  showSignedIn(true);
  connect();
}

function endPulse() {
  stopPulse?.();
  stopPulse = undefined;
  showPulse([]);
}

$('toggle-pulse').onclick = () => {
  if (stopPulse !== undefined) return endPulse();
  const beats = [];
  stopPulse = server.subscribe('pulse', { every: BEAT }, { next: showNext });
  function showNext(beat) {
    beats.push(beat);
    if (beats.length > MOST_BEATS) beats.shift();
    showPulse(beats);
  }
};

$('composer').onsubmit = async (event) => {
  event.preventDefault();
  if (!server?.isOpen) return;
  // What a message may be is the server's to say.
  const text = $('text').value;
  $('text').value = '';
  try {
    const said = await server.request('say', { text });
    addSaid(said, true);
    $('error').textContent = '';
  } catch (error) {
    if ($('text').value === '') $('text').value = text;
    $('error').textContent = `Not sent: ${error.message}.`;
  }
};

$('sign-in').onsubmit = async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ name: $('name').value });
  try {
    const response = await fetch('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const said = await response.json();
    if (!response.ok) throw new Error([said.message].flat().join('; '));
    token.set(said.token);
    $('sign-in-error').textContent = '';
    enter();
  } catch (error) {
    $('sign-in-error').textContent = `That did not work: ${error.message}.`;
  }
};

$('sign-out').onclick = () => signOut('');
$('go').onsubmit = (event) => {
  event.preventDefault();
  location.hash = $('other').value;
  $('other').value = '';
};
addEventListener('hashchange', () => {
  if (token.get() === null) return;
  leave();
  connect();
});
// A device that wakes up, or is online again, need not wait.
addEventListener('online', () => {
  if (token.get() === null || server?.isOpen) return;
  leave();
  connect();
});

if (token.get() === null) showSignedIn(false);
else enter();
