// The chat in a real browser.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expectAccessible, expectFits, LOOKS, Visits, type Size } from '@ws4ts/browser';
import { silentLogger } from '@ws4ts/core';
import { startChat, type Running } from '../src/server.js';
import { readSettings } from '../src/settings.js';

const KEY = 'a key that outlives the server';

// Chromium says of each refused connection that it was refused; all else is a mistake of the page.
const visits = new Visits(/ERR_CONNECTION_REFUSED|HTTP Authentication failed/);
let chat: Running;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-'));
  await start('0');
});

afterEach(async () => {
  await chat.stop();
  await rm(folder, { recursive: true });
});

async function start(port: string): Promise<void> {
  const environment = { PORT: port, SESSION_KEY: KEY, HISTORY_FILE: join(folder, 'history.json') };
  chat = await startChat(readSettings(environment), silentLogger);
}

/** Opens a room as somebody who has to sign in before. */
async function enter(name: string, room = 'lobby', size?: Size): Promise<Page> {
  const page = await visits.page(`${chat.url}/chat/${room}`, size);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join the chat' }).click();
  await page.waitForURL(`${chat.url}/chat/${room}`);
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

test('two browsers talk, and see each other come and go', async () => {
  const ann = await enter('Ann');
  await expectStatus(ann, 'only you are here');
  const bob = await enter('Bob');
  await expectStatus(ann, '2 people here');
  await expectPresent(ann, 'Bob');
  await say(ann, 'hello Bob <b>&');
  await say(bob, 'hello Ann');
  for (const page of [ann, bob]) {
    await expectSaid(page, 'Ann', 'hello Bob <b>&');
    await expectSaid(page, 'Bob', 'hello Ann');
  }
  expect(await ann.locator('.said.mine').count()).toBe(1);
  await bob.close();
  await ann.getByText('Bob has left').waitFor();
  await expectStatus(ann, 'only you are here');
});

test('somebody else of the same name is somebody else', async () => {
  const one = await enter('Ann');
  const other = await enter('Ann', 'lobby');
  await say(one, 'I am the first');
  await expectSaid(other, 'Ann', 'I am the first');
  expect(await other.locator('.said.mine').count()).toBe(0);
  expect(await one.locator('.said.mine').count()).toBe(1);
  expect(await other.locator('#people li').filter({ hasText: '(you)' }).count()).toBe(1);
});

test('who comes later gets the history, and other rooms hear nothing of it', async () => {
  const ann = await enter('Ann');
  await say(ann, 'is anybody here?');
  await expectSaid(ann, 'Ann', 'is anybody here?');
  await expectSaid(await enter('Bob'), 'Ann', 'is anybody here?');
  const eve = await enter('Eve', 'garden');
  await eve.getByText('Nothing has been said in this room yet.').waitFor();
  expect(await eve.locator('.said').count()).toBe(0);
});

test('who is not signed in is led to the sign-in page, and their socket is refused', async () => {
  const page = await visits.page(`${chat.url}/chat/kitchen`);
  expect(page.url()).toBe(`${chat.url}/sign-in?next=%2Fchat%2Fkitchen`);
  const result = await page.evaluate(`new Promise((resolve) => {
    const socket = new WebSocket(location.origin.replace('http', 'ws') + '/chat/kitchen');
    socket.onopen = () => resolve('let in');
    socket.onclose = ({ code }) => resolve(code);
  })`);
  expect(result).toBe(1006);
});

test('a page comes back by itself after the server has been away, signed in and with the history', async () => {
  const page = await enter('Ann');
  await say(page, 'before');
  await expectSaid(page, 'Ann', 'before');
  const { port } = new URL(chat.url);
  await chat.stop();
  await expectStatus(page, 'connection lost, trying again …');
  expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  await start(port);
  await expectStatus(page, 'only you are here');
  await expectSaid(page, 'Ann', 'before');
  await say(page, 'after');
  await expectSaid(page, 'Ann', 'after');
});

test('a page whose session has ended goes to the sign-in page', async () => {
  const page = await enter('Ann');
  const { port } = new URL(chat.url);
  await page.context().clearCookies();
  await chat.stop();
  await start(port);
  await page.getByLabel('Your name').waitFor();
  expect(page.url()).toContain('/sign-in?next=');
});

test('signing out closes the other tabs too', async () => {
  const one = await enter('Ann');
  const two = await one.context().newPage();
  await two.goto(`${chat.url}/chat/garden`);
  await expectPresent(two, 'Ann (you)');
  await one.getByRole('button', { name: 'Sign out' }).click();
  await one.getByLabel('Your name').waitFor();
  await two.getByLabel('Your name').waitFor();
  // The first may have been led there by its form, or by its own socket.
  expect(new URL(one.url()).pathname).toBe('/sign-in');
  expect(two.url()).toBe(`${chat.url}/sign-in?next=%2Fchat%2Fgarden`);
});

test('another room is a few letters away', async () => {
  const page = await enter('Ann');
  await page.getByLabel('Another room').fill('attic');
  await page.getByRole('button', { name: 'Go' }).click();
  await page.waitForURL(`${chat.url}/chat/attic`);
  await expectStatus(page, 'only you are here');
});

describe.each(LOOKS)('it fits, and shuts nobody out: %s, %s', (size, colorScheme) => {
  test('the sign-in page', async () => {
    const page = await visits.page(`${chat.url}/sign-in`, size);
    await page.emulateMedia({ colorScheme });
    expect(await page.getByLabel('Your name').isVisible()).toBe(true);
    await expectFits(page, `chat-koa-sign-in-${size}-${colorScheme}`);
    await expectAccessible(page);
  });

  test('a room', async () => {
    const page = await enter('Ada Lovelace', 'lobby', size);
    await page.emulateMedia({ colorScheme });
    await expectStatus(page, 'only you are here');
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
    await say(page, 'Thank you.');
    await expectSaid(page, 'Ada', 'Thank you.');
    await expectFits(page, `chat-koa-room-${size}-${colorScheme}`);
    await expectAccessible(page);
  });
});
