// The chat in a real browser.
import type { Page } from 'playwright-core';
import { expectAccessible, expectFits, LOOKS, Visits, type Size } from '@ws4ts/browser';
import { WebSocketManager } from '@ws4ts/core';
import type { Chat } from '../src/chat/chat.js';
import { startChat, type Running } from '../src/server.js';
import { readSettings } from '../src/settings.js';

const KEY = 'a key that outlives the server';

// Chromium says of each refused connection and request that it was refused; all else is a mistake of the page.
const visits = new Visits(/ERR_CONNECTION_REFUSED|HTTP Authentication failed|status of 40[01]/);
let chat: Running;

beforeEach(() => start('0'));
afterEach(() => chat.app.close());

async function start(port: string, key = KEY): Promise<void> {
  chat = await startChat(readSettings({ PORT: port, TOKEN_KEY: key }), false);
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join the chat' }).click();
}

async function enter(name: string, room = 'lobby', size?: Size): Promise<Page> {
  const page = await visits.page(`${chat.url}/#${room}`, size);
  await signIn(page, name);
  await expectPresent(page, `${name} (you)`);
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

async function expectSaid(page: Page, user: string, text: string): Promise<void> {
  const line = page.locator('#messages .said').filter({ hasText: user }).filter({ hasText: text });
  await line.waitFor();
  expect(await line.count()).toBe(1);
}

/** Waits for somebody in the list of those who are here; on a small screen it is there, but not to be seen. */
async function expectPresent(page: Page, name: string): Promise<void> {
  const line = page.locator('#people li').filter({ hasText: name });
  await line.waitFor();
  expect(await line.count()).toBe(1);
}

async function expectStatus(page: Page, text: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).waitFor();
  expect(await page.getByRole('status').textContent()).toBe(text);
}

async function expectAlert(page: Page, text: string): Promise<void> {
  await page.getByRole('alert').filter({ hasText: text }).waitFor();
  expect(await page.getByRole('alert').filter({ visible: true }).textContent()).toBe(text);
}

test('two browsers talk, see each other come and go, and who has heard them', async () => {
  const ann = await enter('Ann');
  await expectStatus(ann, 'only you are here');
  const bob = await enter('Bob');
  await expectStatus(ann, '2 people here');
  await expectPresent(ann, 'Bob');
  await say(ann, 'hello Bob <b>&');
  await expectSaid(bob, 'Ann', 'hello Bob <b>&');
  await say(bob, 'hello Ann');
  await expectSaid(ann, 'Bob', 'hello Ann');
  await expectSaid(ann, 'heard by 1', 'hello Bob <b>&');
  expect(await ann.locator('.said.mine').count()).toBe(1);
  expect(await ann.getByLabel('Message', { exact: true }).inputValue()).toBe('');
  await bob.close();
  await ann.getByText('Bob has left').waitFor();
  await expectStatus(ann, 'only you are here');
  await say(ann, 'hello?');
  await expectSaid(ann, 'nobody has heard it', 'hello?');
});

test('without a token there is the door, and the socket is refused', async () => {
  const page = await visits.page(`${chat.url}/#kitchen`);
  expect(await page.getByLabel('Your name').isVisible()).toBe(true);
  expect(await page.getByRole('status').isVisible()).toBe(false);
  const result = await page.evaluate(`new Promise((resolve) => {
    const socket = new WebSocket(location.origin.replace('http', 'ws') + '/rooms/kitchen');
    socket.onopen = () => resolve('let in');
    socket.onclose = ({ code }) => resolve(code);
  })`);
  expect(result).toBe(1006);
});

test('a name that is none is refused in the words of the server', async () => {
  const page = await visits.page(chat.url);
  await signIn(page, '   ');
  await expectAlert(page, 'That did not work: give a name of 1 to 24 letters.');
  await signIn(page, 'Ann');
  await expectStatus(page, 'only you are here');
});

test('a message that is none is refused in the words of the server, and is still there to be mended', async () => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  const long = 'x'.repeat(501);
  await say(ann, long);
  await expectAlert(ann, 'Not sent: a message has 1 to 500 letters.');
  expect(await ann.getByLabel('Message', { exact: true }).inputValue()).toBe(long);
  await say(ann, 'short');
  await expectSaid(bob, 'Ann', 'short');
  await expectSaid(ann, 'Ann', 'short');
  expect(await ann.getByRole('alert').filter({ visible: true }).count()).toBe(0);
  expect(await bob.locator('.said').count()).toBe(1);
});

test('the pulse starts and stops', async () => {
  const page = await enter('Ann');
  const frames: string[] = [];
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.webSocketFrameSent', ({ response }) => frames.push(response.payloadData));
  const button = page.getByRole('button', { name: 'Pulse' });
  const pulse = page.getByRole('region', { name: 'Pulse of the server' });
  await button.click();
  await pulse.getByText('1 connected · 0 said').waitFor();
  await say(page, 'hello');
  await pulse.getByText('1 connected · 1 said').waitFor();
  expect(await button.getAttribute('aria-pressed')).toBe('true');
  await button.click();
  await pulse.waitFor({ state: 'hidden' });
  expect(await button.getAttribute('aria-pressed')).toBe('false');
  // What is said now is answered behind the cancelling.
  await say(page, 'enough');
  await expectSaid(page, 'Ann', 'enough');
  const asked = frames.map((frame) => JSON.parse(frame) as { event: string; id: number; cancel?: true });
  const begun = asked.find(({ event }) => event === 'pulse');
  expect(asked.filter(({ cancel }) => cancel)).toEqual([{ event: 'pulse', id: begun?.id, cancel: true }]);
  expect(await pulse.isVisible()).toBe(false);
  await button.click();
  await pulse.getByText('1 connected · 2 said').waitFor();
});

test('the list of rooms is live, and another room is a click or a few letters away', async () => {
  const ann = await enter('Ann');
  const bob = await enter('Bob', 'kitchen');
  await ann.getByRole('link', { name: 'kitchen 1' }).click();
  await expectStatus(bob, '2 people here');
  await ann.getByLabel('Another room').fill('attic');
  await ann.getByRole('button', { name: 'Go' }).click();
  await bob.getByRole('link', { name: 'attic 1' }).waitFor();
  await expectStatus(bob, 'only you are here');
  expect(await ann.getByRole('heading', { level: 1 }).textContent()).toBe('attic');
  expect(new URL(ann.url()).hash).toBe('#attic');
});

test('a page comes back by itself after the server has been away, still signed in', async () => {
  const page = await enter('Ann');
  const { port } = new URL(chat.url);
  await chat.app.close();
  await expectStatus(page, 'connection lost, trying again …');
  expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  await start(port);
  await expectStatus(page, 'only you are here');
  await say(page, 'after');
  await expectSaid(page, 'Ann', 'after');
});

test('a page whose token the server does not know any more is led to the door', async () => {
  const page = await enter('Ann');
  const { port } = new URL(chat.url);
  await chat.app.close();
  await start(port, 'another key, for other tokens');
  await expectAlert(page, 'Your sign-in has ended. Come in again.');
  await signIn(page, 'Ann');
  await expectStatus(page, 'only you are here');
});

test('a page whose token ends while it is open is led to the door', async () => {
  const page = await enter('Ann');
  for (const socket of chat.app.get<WebSocketManager<Chat>>(WebSocketManager)) socket.expiresAt = new Date();
  await expectAlert(page, 'Your sign-in has ended. Come in again.');
});

test('signing out leaves the room, and the token is gone', async () => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  await ann.getByRole('button', { name: 'Sign out' }).click();
  await bob.getByText('Ann has left').waitFor();
  await ann.reload();
  expect(await ann.getByLabel('Your name').isVisible()).toBe(true);
});

describe.each(LOOKS)('it fits, and shuts nobody out: %s, %s', (size, colorScheme) => {
  test('the door', async () => {
    const page = await visits.page(chat.url, size);
    await page.emulateMedia({ colorScheme });
    await signIn(page, ' ');
    await expectAlert(page, 'That did not work: give a name of 1 to 24 letters.');
    await expectFits(page, `chat-nest-door-${size}-${colorScheme}`);
    await expectAccessible(page);
  });

  test('a room', async () => {
    const page = await enter('Ada Lovelace', 'lobby', size);
    await page.emulateMedia({ colorScheme });
    const grace = await enter('Grace Hopper');
    await say(grace, 'Good morning! Has anybody seen the compiler?');
    await expectSaid(page, 'Grace', 'compiler');
    await say(page, 'It was on the shelf next to the analytical engine, last time I looked.');
    await expectSaid(grace, 'Ada', 'analytical');
    await say(
      grace,
      'https://example.org/a-link-that-is-much-longer-than-any-telephone-is-wide/and-goes-on/'.repeat(2),
    );
    await expectSaid(page, 'Grace', 'a-link');
    await page.getByRole('button', { name: 'Pulse' }).click();
    await page.getByText('2 connected · 3 said').waitFor();
    // The second beat has its place in the graph; a flat line has no height to be seen.
    await page.locator('#graph[points*=" 5.0,"]').waitFor({ state: 'attached' });
    await say(page, 'Thank you. '.repeat(50));
    await expectAlert(page, 'Not sent: a message has 1 to 500 letters.');
    await expectFits(page, `chat-nest-room-${size}-${colorScheme}`);
    await expectAccessible(page);
  });
});
