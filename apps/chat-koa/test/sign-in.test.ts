import { silentLogger } from '@ws4ts/core';
import { startChat, type Running } from '../src/server.js';
import { readSettings } from '../src/settings.js';
import { Visitor } from './support/visitor.js';

const KEY = 'a key that outlives the server';
let chat: Running;
let visitor: Visitor;

beforeEach(async () => {
  chat = await startChat(readSettings({ PORT: '0', SESSION_KEY: KEY }), silentLogger);
  visitor = new Visitor(chat);
});

afterEach(async () => {
  visitor.leave();
  await chat.stop();
});

const location = (response: Response): string | null => response.headers.get('location');

test('a stranger is led to the sign-in page, and on to where they wanted to go', async () => {
  const led = await visitor.request('/chat/kitchen');
  expect([led.status, location(led)]).toEqual([302, '/sign-in?next=%2Fchat%2Fkitchen']);
  expect(led.headers.getSetCookie()).toEqual([]);
  const page = await visitor.request('/sign-in?next=%2Fchat%2Fkitchen');
  expect(await page.text()).toContain('<form method="post">');
  const signedIn = await visitor.request('/sign-in?next=%2Fchat%2Fkitchen', { method: 'POST', form: 'name=Ann' });
  expect([signedIn.status, location(signedIn)]).toEqual([302, '/chat/kitchen']);
  expect((await visitor.request('/chat/kitchen')).status).toBe(200);
});

test.each(['', '?next=https://evil.example', '?next=//evil.example/chat/a', '?next=/chat/a/../../b'])(
  'with %p one is led nowhere else',
  async (query) => {
    const signedIn = await visitor.request(`/sign-in${query}`, { method: 'POST', form: 'name=Ann' });
    expect(location(signedIn)).toBe('/');
    expect(location(await visitor.request('/'))).toBe('/chat/lobby');
  },
);

test('the socket of a stranger is refused with 401', async () => {
  expect(await visitor.connect('lobby').refusal()).toBe(401);
});

test('a cookie that is not signed by us is worth nothing', async () => {
  const session = Buffer.from(JSON.stringify({ id: '1', name: 'Ann', _expire: 9e15, _maxAge: 1e9 })).toString('base64');
  const response = await fetch(`${chat.url}/chat/lobby`, {
    headers: { cookie: `chat=${session}; chat.sig=aaaaaaaaaaaaaaaaaaaaaaaaaaa` },
    redirect: 'manual',
  });
  expect(response.status).toBe(302);
});

test.each([
  ['no name', 'name=++', 400],
  ['a name that is too long', `name=${'x'.repeat(25)}`, 400],
  ['too much', `name=${'x'.repeat(5000)}`, 413],
])('%s is refused', async (_what, form, status) => {
  const response = await visitor.request('/sign-in', { method: 'POST', form });
  expect([response.status, response.headers.getSetCookie()]).toEqual([status, []]);
});

test.each(['https://evil.example', 'null'])('a form of %s signs nobody in or out', async (origin) => {
  expect((await visitor.request('/sign-in', { method: 'POST', form: 'name=Ann', origin })).status).toBe(403);
  await visitor.signIn('Ann');
  expect((await visitor.request('/sign-out', { method: 'POST', origin })).status).toBe(403);
  expect((await visitor.request('/chat/lobby')).status).toBe(200);
});

test('a page of another site gets no socket, though the browser sends our cookie', async () => {
  await visitor.signIn('Ann');
  expect(await visitor.connect('lobby', 'https://evil.example').refusal()).toBe(403);
});

test('signing out closes the sockets of that session, and of no other', async () => {
  await visitor.signIn('Ann');
  const socket = visitor.connect('lobby');
  await socket.next();
  const other = new Visitor(chat);
  await other.signIn('Ann');
  const stays = other.connect('lobby');
  await stays.next();
  const ending = socket.ending();
  expect(location(await visitor.request('/sign-out', { method: 'POST' }))).toBe('/sign-in');
  expect(await ending).toEqual([4001, 'signed out']);
  expect(location(await visitor.request('/chat/lobby'))).toMatch(/^\/sign-in/);
  stays.client.send('still here');
  expect(await stays.next()).toMatchObject({ kind: 'left' });
  expect(await stays.next()).toMatchObject({ text: 'still here' });
  other.leave();
});

test('a session outlives the server, if the key does', async () => {
  await visitor.signIn('Ann');
  const { port } = new URL(chat.url);
  await chat.stop();
  chat = await startChat(readSettings({ PORT: port, SESSION_KEY: KEY }), silentLogger);
  expect(await visitor.connect('lobby').next()).toMatchObject({ kind: 'welcome', user: { name: 'Ann' } });
  await chat.stop();
  chat = await startChat(readSettings({ PORT: port }), silentLogger);
  expect(await visitor.connect('lobby').refusal()).toBe(401);
});
