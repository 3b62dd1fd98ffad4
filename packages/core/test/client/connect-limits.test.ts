// How long an attempt may last, how it is called off, and that nothing of it stays.
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { connect } from '../../src/client/connect.js';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { HandshakeError } from '../../src/vocabulary/errors.js';
import { rejection, turns, until } from '../support-connection/deferred.js';
import { answering, rawServer } from '../support-client/raw-server.js';
import { closeServers, serve } from '../support-client/servers.js';

/** Sockets of this process that tests in other files may have left open. */
let others: number;

beforeEach(() => {
  others = sockets();
});

afterEach(async () => {
  await closeServers();
  await until(() => sockets() <= others);
});

/** Listens and never answers. */
const silent = () => rawServer(() => undefined);

/** Refuses with a body that never ends. */
const endless = () =>
  rawServer(({ peer }) => peer.write(Buffer.from('HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nno')));

/** What keeps the process alive, less what the servers and jest have. */
function alive(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => ['Timeout', 'TCPSocketWrap'].includes(kind));
}

function sockets(): number {
  return alive().filter((kind) => kind === 'TCPSocketWrap').length;
}

describe('handshakeTimeout', () => {
  it.each([
    ['a server that never answers', silent],
    ['one that stops within the answer', () => rawServer(({ peer }) => peer.write(Buffer.from('HTTP/1.1 101 Sw')))],
  ])('ends the attempt with %s', async (_what, start) => {
    const { url, sockets } = await start();
    const error = await rejection(connect(url, { handshakeTimeout: 50 }));
    expect(error).toBeInstanceOf(HandshakeError);
    expect(error).toMatchObject({ code: 'WS_TIMEOUT', status: 408 });
    // A busy machine may not have let the server see its client in that time.
    await until(() => sockets.every((socket) => socket.closed));
  });

  // The server has answered, and its answer is worth more than the fact that its body takes long.
  it('ends the body of a refusal: what has come of it is kept, and the status', async () => {
    const { url, sockets } = await endless();
    const error = await rejection(connect(url, { handshakeTimeout: 500 }));
    expect(error).toBeInstanceOf(HandshakeError);
    expect(error).toMatchObject({
      code: 'WS_REFUSED',
      status: 403,
      headers: { 'content-length': '100' },
      body: Buffer.from('no'),
    });
    await until(() => sockets[0]!.closed);
  });

  it('counts redirects too', async () => {
    const { url, sockets } = await rawServer(({ peer }) =>
      peer.write(Buffer.from('HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n')),
    );
    // Each of them is quick enough, all together are not.
    const error = await rejection(connect(url, { handshakeTimeout: 10, maxRedirects: 100 }));
    expect(error).toMatchObject({ code: 'WS_TIMEOUT' });
    expect(sockets.length).toBeLessThan(100);
  });

  it('is over once the connection is open', async () => {
    const { url } = await serve(EchoWebSocket);
    const timers = (): number => alive().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const client = await connect(url);
    expect(timers()).toBe(before);
    await client[Symbol.asyncDispose]();
  });
});

describe('signal', () => {
  it('that is aborted before: nothing is dialled', async () => {
    const { url, sockets } = await silent();
    const signal = AbortSignal.abort(new Error('changed my mind'));
    expect(await rejection(connect(url, { signal }))).toBe(signal.reason);
    await turns();
    expect(sockets).toEqual([]);
  });

  it.each([
    ['is not answered', silent],
    ['is refused, while the body comes', endless],
  ])('that is aborted while the handshake %s', async (_what, start) => {
    const controller = new AbortController();
    const { url, sockets } = await start();
    const attempt = rejection(connect(url, { signal: controller.signal }));
    await until(() => sockets[0] !== undefined && sockets[0].bytesRead > 0);
    // The client has what the server has written, if it has written something.
    await turns(20);
    controller.abort();
    expect(await attempt).toBe(controller.signal.reason);
    await until(() => sockets[0]!.closed);
  });

  it('that is aborted on the way to a redirect', async () => {
    const controller = new AbortController();
    const end = await silent();
    const { url } = await rawServer(({ peer }) => {
      peer.write(Buffer.from(`HTTP/1.1 302 Found\r\nLocation: ${end.url}/\r\nContent-Length: 0\r\n\r\n`));
    });
    const attempt = rejection(connect(url, { signal: controller.signal }));
    await until(() => end.sockets.length > 0);
    controller.abort('enough');
    expect(await attempt).toBe('enough');
    await until(() => end.sockets[0]!.closed);
  });

  it('that is aborted later does nothing', async () => {
    const { url } = await serve(EchoWebSocket);
    const controller = new AbortController();
    const client = await connect(url, { signal: controller.signal });
    controller.abort();
    client.send('still there');
    expect((await client.receive()).data).toBe('still there');
    await client[Symbol.asyncDispose]();
  });
});

describe('nothing is left', () => {
  it('of a connection that has ended', async () => {
    const { url, opened } = await serve(EchoWebSocket);
    const before = alive();
    const client = await connect(url, { signal: new AbortController().signal });
    expect(alive().length).toBeGreaterThan(before.length);
    await client[Symbol.asyncDispose]();
    await (
      await opened()
    ).whenClosed;
    await until(() => alive().length <= before.length);
  });

  it.each([
    ['a refusal', () => serve(undefined)],
    ['a bad answer', () => answering({ 'Sec-WebSocket-Accept': 'x' })],
    ['a body that is not read to its end', endless],
    ['a silent server', silent],
  ])('of an attempt that ended by %s', async (_what, start) => {
    const { url } = await start();
    const before = alive();
    expect(await rejection(connect(url, { handshakeTimeout: 100 }))).toBeInstanceOf(HandshakeError);
    await until(() => alive().length <= before.length);
  });

  it('of a redirect', async () => {
    const target = await serve(EchoWebSocket);
    const { url, server } = await serve(undefined, {
      answer: (_, response) => response.writeHead(302, { location: `${target.url}/` }).write('a body that never ends'),
    });
    const ended = once(server, 'connection').then(([socket]) => once(socket as NodeJS.EventEmitter, 'close'));
    const before = alive();
    const client = await connect(url);
    expect(client.isOpen).toBe(true);
    await client[Symbol.asyncDispose]();
    await ended;
    await until(() => alive().length <= before.length);
  });

  it('on a signal that lives on', async () => {
    const { url } = await serve(EchoWebSocket);
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, 'addEventListener');
    const removed = jest.spyOn(signal, 'removeEventListener');
    await (await connect(url, { signal }))[Symbol.asyncDispose]();
    await rejection(connect('ws+unix:/no/such.sock', { signal }));
    expect(added).toHaveBeenCalledTimes(2);
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
      added.mock.calls.map(([, listener]) => listener),
    );
  });
});
