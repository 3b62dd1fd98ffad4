import { silentLogger } from '@ws4ts/core';
import { startChat, type Running } from '../src/server.js';
import { readSettings } from '../src/settings.js';
import { Visitor } from './support/visitor.js';

let chat: Running;
let visitor: Visitor;

beforeEach(async () => {
  chat = await startChat(readSettings({ PORT: '0' }), silentLogger);
  visitor = new Visitor(chat);
  await visitor.signIn('Ann');
});

afterEach(async () => {
  visitor.leave();
  await chat.stop();
});

test.each([
  ['/chat/lobby', 'text/html; charset=utf-8'],
  ['/sign-in', 'text/html; charset=utf-8'],
  ['/chat.js', 'text/javascript; charset=utf-8'],
  ['/style.css', 'text/css; charset=utf-8'],
  ['/icon.svg', 'image/svg+xml'],
])('%s is %s, and needs nothing from elsewhere', async (path, type) => {
  const response = await visitor.request(path);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await response.text()).not.toMatch(/(src|href|url)\s*[=(]\s*["']?(https?:)?\/\//);
});

test.each([
  ['/nowhere', 'GET', 404],
  ['/chat/', 'GET', 404],
  ['/chat/no%20room', 'GET', 404],
  [`/chat/${'x'.repeat(41)}`, 'GET', 404],
  ['/chat/lobby', 'POST', 405],
  ['/style.css', 'POST', 404],
  ['/chat.html', 'GET', 404],
])('%s by %s is answered %d', async (path, method, status) => {
  expect((await visitor.request(path, { method })).status).toBe(status);
});

test('a room whose name is none has no socket', async () => {
  expect(await visitor.connect('no%20room').refusal()).toBe(404);
});
