import { createServer, type Server } from 'node:http';
import { CollectedLog, fixtures, gates, journal, RawClient } from '@ws4ts/contract';
import { UsageError } from '@ws4ts/core';
import { attach, type Attachment } from '../src/index.js';
import { listen, stop } from './support/serve.js';

const logger = new CollectedLog();
let server: Server;
let sockets: Attachment;
let url: string;
let clients: RawClient[];

beforeEach(async () => {
  clients = [];
  server = createServer();
  sockets = attach(server, fixtures, { logger, closeTimeout: 60_000 });
  url = await listen(server);
});

afterEach(async () => {
  gates.reset();
  for (const client of clients) client.destroy();
  await stop(server);
  journal.clear();
});

async function connect(path: string): Promise<RawClient> {
  const client = await RawClient.connect(url + path);
  clients.push(client);
  return client;
}

async function open(path: string): Promise<RawClient> {
  const client = await connect(path);
  await client.open();
  return client;
}

describe('the manager', () => {
  test('knows everyone who came in through this door', async () => {
    const client = await open('/echo');
    await open('/recorded');
    expect(sockets.manager.size).toBe(2);
    expect(Array.from(sockets.manager, (socket) => socket.request.path)).toEqual(['/echo', '/recorded']);
    const [echo] = sockets.manager;
    client.sendClose(1000);
    await echo?.whenClosed;
    expect(sockets.manager.size).toBe(1);
  });

  test('broadcasts to them', async () => {
    const both = [await open('/echo'), await open('/recorded')];
    expect(sockets.manager.broadcast('hello all')).toEqual({ sent: 2, missed: [] });
    for (const client of both) expect(await client.read()).toBe('hello all');
  });

  test('gives out sockets whose whenClosed can be asked for late', async () => {
    // Asked for after the end, the promise never resolved: `await socket.whenClosed` in a job that outlived its
    // connection hung for ever.
    const client = await open('/slow/closed');
    const [socket] = sockets.manager;
    client.sendClose(1000);
    await journal.until('closed begins');
    const early = socket?.whenClosed.then(() => journal.write('over'));
    expect(journal.lines.at(-1)).toBe('closed begins');
    gates.open('closed');
    await early;
    await socket?.whenClosed;
    expect(journal.lines.slice(-2)).toEqual(['closed ends', 'over']);
  });

  test('has nobody whose handshake has failed', async () => {
    await (await connect('/guarded')).refused();
    expect(sockets.manager.size).toBe(0);
  });
});

describe('close', () => {
  test('tells 1001 and no reason by default', async () => {
    const client = await open('/echo');
    const closed = sockets.close();
    expect(await client.readClose()).toEqual({ code: 1001, reason: '' });
    client.sendClose(1001);
    await closed;
  });

  test('tells the code and reason that it is given', async () => {
    const client = await open('/echo');
    const closed = sockets.close({ code: 1012, reason: 'back in a minute' });
    expect(await client.readClose()).toEqual({ code: 1012, reason: 'back in a minute' });
    client.sendClose(1012);
    await closed;
  });

  test('waits for closed hooks, refuses whoever comes with 503, meanwhile and afterwards', async () => {
    const client = await open('/slow/closed');
    const closed = sockets.close().then(() => journal.write('drained'));
    client.sendClose((await client.readClose()).code);
    await journal.until('closed begins');
    const late = await connect('/echo');
    expect((await late.refused()).status).toBe(503);
    expect(journal.lines.at(-1)).toBe('closed begins');
    gates.open('closed');
    await closed;
    expect(journal.lines.slice(-2)).toEqual(['closed ends', 'drained']);
    expect((await (await connect('/echo')).refused()).status).toBe(503);
    await stop(server);
    for (const event of ['upgrade', 'request']) expect(server.listenerCount(event)).toBe(0);
  });

  test('cuts who does not answer in time', async () => {
    const client = await open('/recorded');
    await sockets.close({ timeout: 20 });
    await client.whenGone();
    await journal.until('1 closed 1006');
    expect(sockets.manager.size).toBe(0);
  });

  test('waits no longer than its timeout for a closed hook', async () => {
    const client = await open('/slow/closed');
    const closed = sockets.close({ timeout: 20 });
    client.sendClose((await client.readClose()).code);
    await closed;
    expect(journal.lines.at(-1)).toBe('closed begins');
  });

  test('closes those too whose handshake was under way', async () => {
    const client = await connect('/slow/requested');
    client.request();
    await journal.until('requested begins');
    const closed = sockets.close();
    gates.open('requested');
    expect((await client.readOpening()).status).toBe(101);
    client.sendClose((await client.readClose()).code);
    await closed;
    expect(journal.lines.slice(-2)).toEqual(['closed begins', 'closed ends']);
  });

  test('lets nobody in after it has given up waiting', async () => {
    // A `requested` that took longer than the drain let its client in afterwards: a socket that no drain closed any more,
    // and a server that could not end.
    const client = await connect('/slow/requested');
    client.request();
    await journal.until('requested begins');
    await sockets.close({ timeout: 20 });
    gates.open('requested');
    expect((await client.readToEnd()).status).toBe(503);
    expect(journal.lines).not.toContain('opened begins');
    expect(sockets.manager.size).toBe(0);
  });

  test.each([
    [1006, 'a code that may not be sent'],
    [1000, 'é'.repeat(62)],
  ])('throws for %d %p, and can be called again', async (code, reason) => {
    // A slip in the arguments was a rejected promise that every later call gave out again, so that the server never
    // drained; with nobody connected it was not noticed at all.
    expect(() => sockets.close({ code, reason })).toThrow(UsageError);
    const client = await open('/echo');
    expect(() => sockets.close({ code, reason })).toThrow(UsageError);
    client.sendText('still here');
    expect(await client.read()).toBe('still here');
    const closed = sockets.close();
    client.sendClose((await client.readClose()).code);
    await closed;
  });

  test('closes who was let in meanwhile without waiting for other handshakes', async () => {
    // One `requested` that hung kept those who had just come in from hearing that the server goes.
    const hung = await connect('/slow/requested');
    hung.request();
    await journal.until('requested begins');
    const client = await connect('/guarded');
    client.request({ headers: { authorization: 'Bearer sesame' } });
    await new Promise((resolve) => server.once('upgrade', resolve));
    const closed = sockets.close();
    expect((await client.readOpening()).status).toBe(101);
    expect(await client.read()).toBe('welcome');
    client.sendClose((await client.readClose()).code);
    await client.whenGone();
    gates.open('requested');
    expect((await hung.readOpening()).status).toBe(101);
    hung.sendClose((await hung.readClose()).code);
    await closed;
  });

  test('is done once: a second call waits for the first', async () => {
    const first = sockets.close({ reason: 'first' });
    expect(sockets.close({ code: 1000, reason: 'second' })).toBe(first);
    await first;
  });
});

describe('handles and answer', () => {
  test.each([
    ['/echo', true],
    ['/echo?page=1', true],
    ['/rooms/red', true],
    ['/', false],
    ['/echo/more', false],
  ])('%s is handled: %p', (path, isHandled) => {
    expect(sockets.handles(path)).toBe(isHandled);
  });

  test('answer says what a plain request lacks', async () => {
    server.on('request', (request, response) => {
      if (sockets.handles(request.url ?? '/')) sockets.answer(request, response);
      else response.end('page');
    });
    const response = await fetch(`${url.replace('ws', 'http')}/echo`);
    expect(response.status).toBe(426);
    expect(response.headers.get('upgrade')).toBe('websocket');
    expect(await response.text()).toContain('websocket');
    expect(await (await fetch(url.replace('ws', 'http'))).text()).toBe('page');
  });
});
