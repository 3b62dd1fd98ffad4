// The server's side of things: its live connections, and what a page may do to them.
import { connect, silentLogger, type WebSocket } from '@ws4ts/core';
import type { DevServer } from '../../src/index.js';
import { closeLater } from '../support/opened.js';
import type { RelayPage } from '../support/relay-page.js';
import { serveWithPage } from '../support/served.js';

async function client(server: DevServer, path: string): Promise<WebSocket> {
  const socket = await connect(server.url + path, { logger: silentLogger });
  closeLater(() => socket.terminate());
  return socket;
}

/** A server with one client on a path, as its page knows it. */
async function connected(path: string): Promise<{ server: DevServer; page: RelayPage; socket: WebSocket; id: string }> {
  const { server, page } = await serveWithPage();
  const socket = await client(server, path);
  const { connections } = await page.event('connections', (event) => event.connections.length > 0);
  return { server, page, socket, id: connections[0]!.id };
}

test('a page is told how things are', async () => {
  const { page, server } = await serveWithPage();
  const state = await page.event('state');
  expect(state).toMatchObject({ url: server.url, files: [] });
  expect(state.routes.find(({ path }) => path === '/chat/:room')).toEqual({
    path: '/chat/:room',
    params: ['room'],
    className: 'Chat',
    summary: 'tells everyone in the room',
    subprotocols: [],
    compression: false,
    maxMessageSize: 1_048_576,
    example: '/chat/lobby',
  });
});

test('the connections are told, with rooms and traffic, once a second', async () => {
  const { page, socket } = await connected('/chat/red?x=1');
  expect(await page.ask({ type: 'measure', on: true })).toBe('done');
  socket.send('hello');
  const { connections } = await page.event('connections', (event) => event.connections[0]?.received.messages === 1);
  expect(connections).toMatchObject([
    {
      route: '/chat/:room',
      path: '/chat/red?x=1',
      remote: '127.0.0.1',
      compressed: false,
      rooms: ['red'],
      received: { messages: 1, bytes: 11, messagesPerSecond: 1 },
      sent: { messages: 2 },
    },
  ]);
  const { connections: later } = await page.event(
    'connections',
    (event) => event.connections[0]?.latency !== undefined,
  );
  expect(later[0]!.latency).toBeGreaterThan(0);
});

test('a connection can be closed with a code', async () => {
  const { page, socket, id } = await connected('/echo');
  expect(await page.ask({ type: 'closeConnection', id, code: 1011, reason: 'on purpose' })).toBe('done');
  await socket.whenClosed;
  expect([socket.closeCode, socket.closeReason]).toEqual([1011, 'on purpose']);
  expect(await page.ask({ type: 'closeConnection', id })).toContain('no such connection');
});

test('a connection can be cut, or told something wrong', async () => {
  const { page, socket, id, server } = await connected('/echo');
  const other = await client(server, '/echo');
  const { connections } = await page.event('connections', (event) => event.connections.length === 2);
  await page.ask({ type: 'terminateConnection', id });
  await socket.whenClosed;
  expect(socket.closeCode).toBe(1006);
  await page.ask({ type: 'sendBadFrame', id: connections[1]!.id });
  await other.whenClosed;
  expect(other.closeCode).toBe(1002);
});

test('a message can be sent to one, to all, to a route or to a room', async () => {
  const { page, socket: echo, id, server } = await connected('/echo');
  const chat = await client(server, '/chat/red');
  expect((await chat.receive()).text).toContain('you are 1');
  await page.ask({ type: 'sendToConnection', id, payload: { text: 'one' } });
  await page.ask({ type: 'broadcast', payload: { text: 'route' }, route: '/echo' });
  await page.ask({ type: 'broadcast', payload: { text: 'red' }, room: 'red' });
  await page.ask({ type: 'joinRoom', id, room: 'blue' });
  await page.ask({ type: 'broadcast', payload: { base64: 'AAE=' }, room: 'blue' });
  await page.ask({ type: 'leaveRoom', id, room: 'blue' });
  await page.ask({ type: 'broadcast', payload: { text: 'nobody' }, room: 'blue' });
  await page.ask({ type: 'broadcast', payload: { text: 'all' } });
  const heard = async (socket: WebSocket, count: number): Promise<unknown[]> => {
    const messages: unknown[] = [];
    while (messages.length < count) messages.push((await socket.receive()).data);
    return messages;
  };
  expect(await heard(echo, 4)).toEqual(['one', 'route', Buffer.from([0, 1]), 'all']);
  expect(await heard(chat, 2)).toEqual(['red', 'all']);
});

test('a connection can be watched, and made to behave badly', async () => {
  const { page, socket, id } = await connected('/echo');
  await page.ask({ type: 'watch', id });
  await page.ask({ type: 'setConnectionChaos', id, chaos: { latency: 50 } });
  const begun = performance.now();
  socket.send('hello');
  expect((await socket.receive()).text).toBe('hello');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(99);
  const frames = await page.frames(id, ({ direction }) => direction === 'sent');
  expect(frames).toMatchObject([
    { direction: 'received', masked: true, payload: { text: 'hello' } },
    { direction: 'sent', masked: false, payload: { text: 'hello' } },
  ]);
  const { connections } = await page.event('connections', (event) => event.connections[0]?.chaos.latency === 50);
  expect(connections[0]!.chaos).toMatchObject({ loss: 0, latency: 50 });
  socket.close(4000);
  expect(await page.event('closed')).toMatchObject({ session: id, code: 4000 });
});

test('who does not watch any more is told nothing', async () => {
  const { page, socket, id } = await connected('/echo');
  await page.ask({ type: 'watch', id });
  await page.ask({ type: 'unwatch', id });
  socket.send('hello');
  await socket.receive();
  await page.ask({ type: 'pingConnection', id });
  expect(page.events.filter(({ type }) => type === 'frames')).toEqual([]);
});

test('there is no such command', async () => {
  const { page, id } = await connected('/echo');
  expect(await page.ask({ type: 'explode', id } as never)).toContain('no such command');
});
