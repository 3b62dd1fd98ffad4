import { once } from 'node:events';
import { WebSocket as Client } from 'ws';
import { startDemo, type Demo } from '../src/server.js';
import { readSettings } from '../src/settings.js';

let demo: Demo;
let clients: Client[];

async function start(environment: Record<string, string> = {}): Promise<void> {
  demo = await startDemo(readSettings({ PORT: '0', ...environment }));
}

beforeEach(() => {
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.terminate();
  await demo.stop();
});

async function open(path: string, subprotocols: string[] = []): Promise<Client> {
  const client = new Client(new URL(path, demo.url.replace('http', 'ws')), subprotocols);
  clients.push(client);
  await once(client, 'open');
  return client;
}

async function next(client: Client): Promise<string> {
  const [data] = (await once(client, 'message')) as [Buffer];
  return data.toString();
}

test('/ is the page, which needs nothing from elsewhere', async () => {
  await start();
  const response = await fetch(demo.url);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  const page = await response.text();
  expect(page).toContain('<title>ws4ts</title>');
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
});

test('HEAD has the head of the page', async () => {
  await start();
  const response = await fetch(demo.url, { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
});

test.each([
  ['/nothing', 'GET', 404],
  ['/', 'POST', 404],
  ['/echo', 'GET', 426],
  ['/chat/lobby', 'GET', 426],
  ['/echo', 'POST', 405],
])('%s by %s is answered %d', async (path, method, status) => {
  await start();
  expect((await fetch(new URL(path, demo.url), { method })).status).toBe(status);
});

test('/echo sends back what it is sent, and speaks the subprotocols it is told to', async () => {
  await start({ SUBPROTOCOLS: 'chat.v1' });
  const client = await open('/echo', ['chat.v1']);
  expect(client.protocol).toBe('chat.v1');
  const message = next(client);
  client.send('hello');
  expect(await message).toBe('hello');
});

test('the limits of the environment hold', async () => {
  await start({ MAX_MESSAGE_SIZE: '4' });
  const client = await open('/echo');
  const closed = once(client, 'close');
  const printed = captureWarnings();
  client.send('hello');
  expect((await closed)[0]).toBe(1009);
  expect(printed.lines()).toEqual([expect.stringContaining('closing a connection with 1009')]);
});

test('/chat/:room tells everyone in the room', async () => {
  await start();
  const one = new Client(new URL('/chat/red', demo.url.replace('http', 'ws')));
  clients.push(one);
  expect(await next(one)).toBe('someone has joined, you are 1 now');
  const joined = next(one);
  const two = await open('/chat/red');
  expect(await joined).toBe('someone has joined, you are 2 now');
  const heard = next(one);
  two.send('hello');
  expect(await heard).toBe('hello');
  const left = next(one);
  two.close();
  expect(await left).toBe('someone has left, you are 1 now');
});

test('stop tells the sockets 1001 and why', async () => {
  await start();
  const client = await open('/echo');
  const closed = once(client, 'close') as Promise<[number, Buffer]>;
  await demo.stop();
  const [code, reason] = await closed;
  expect([code, reason.toString()]).toEqual([1001, 'the server is shutting down']);
  await expect(fetch(demo.url)).rejects.toThrow('fetch failed');
});

test('an IPv6 address stands in brackets', async () => {
  await start({ HOST: '::1' });
  expect(demo.url).toMatch(/^http:\/\/\[::1\]:\d+\/$/);
  expect((await fetch(demo.url)).status).toBe(200);
});

/** The demo logs to the console, and a test that prints fails. */
function captureWarnings(): { lines(): unknown[] } {
  const warn = import.meta.jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  return {
    lines() {
      const lines = warn.mock.calls.map(([line]) => line as unknown);
      warn.mockRestore();
      return lines;
    },
  };
}

test('/ready is 200, and 503 while the server drains, which refuses who would connect', async () => {
  await start({ DRAIN_JITTER: '100' });
  const ready = (): Promise<Response> => fetch(new URL('/ready', demo.url));
  expect((await ready()).status).toBe(200);
  const client = await open('/echo');
  // It does not answer the close until the probe has come.
  client.pause();
  const stopped = demo.stop();
  const answer = await ready();
  expect([answer.status, await answer.text()]).toEqual([503, 'draining\n']);
  const warned = import.meta.jest.spyOn(console, 'warn').mockReturnValue(undefined);
  const late = new Client(new URL('/echo', demo.url.replace('http', 'ws')));
  const [error] = (await once(late, 'error')) as [Error];
  expect(error.message).toContain('503');
  expect(warned.mock.calls).toEqual([[expect.stringContaining('the server is shutting down')]]);
  warned.mockRestore();
  client.resume();
  await stopped;
});
