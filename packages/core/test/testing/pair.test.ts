import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { pair } from '../../src/testing/pair.js';
import { HandshakeError } from '../../src/vocabulary/errors.js';
import { CollectingLogger } from '../support-connection/collecting-logger.js';
import { rejection, turns } from '../support-connection/deferred.js';
import { Recorder, recording } from '../support-connection/recorder.js';
import { countTimers } from '../support-connection/timers.js';

afterEach(() => {
  jest.useRealTimers();
});

describe('pair', () => {
  it('connects an instance of the class with a client', async () => {
    const { server, client } = await pair(EchoWebSocket);
    expect(server).toBeInstanceOf(EchoWebSocket);
    expect([server.isOpen, client.isOpen]).toEqual([true, true]);
    client.send('hello');
    client.send(Buffer.from('bytes'));
    expect((await client.receive()).data).toBe('hello');
    expect((await client.receive()).data).toEqual(Buffer.from('bytes'));
    await client[Symbol.asyncDispose]();
  });

  it('gives the client what the server sent in opened', async () => {
    const { client } = await pair(recording({ opened: (socket) => socket.send('welcome') }));
    await turns();
    expect((await client.receive()).data).toBe('welcome');
    client.terminate();
  });

  it('asks for the path, by the route, with the headers', async () => {
    const { server, client } = await pair(Recorder, {
      route: '/chat/:room',
      path: '/chat/a%20b?q=1',
      headers: { authorization: 'Bearer x' },
    });
    const { request } = server;
    expect(request.params).toEqual({ room: 'a b' });
    expect([request.url, request.path, request.query.get('q')]).toEqual(['/chat/a%20b?q=1', '/chat/a%20b', '1']);
    expect(request.headers.authorization).toBe('Bearer x');
    client.terminate();
  });

  it('agrees on a subprotocol', async () => {
    const { server, client } = await pair(Recorder, {
      subprotocols: ['v2', 'v1'],
      server: { subprotocols: ['v1', 'v2'] },
    });
    expect([server.subprotocol, client.subprotocol]).toEqual(['v2', 'v2']);
    expect(server.request.subprotocols).toEqual(['v2', 'v1']);
    client.terminate();
  });

  it('gives each side its options', async () => {
    const [serverLog, clientLog] = [new CollectingLogger(), new CollectingLogger()];
    const { server, client } = await pair(EchoWebSocket, {
      server: { maxMessageSize: 10, logger: serverLog },
      client: { maxMessageSize: 5, logger: clientLog },
    });
    client.send('1234567');
    await client.whenClosed;
    await server.whenClosed;
    expect([client.closeCode, server.closeCode]).toEqual([1009, 1009]);
    expect([serverLog.warnings.length, clientLog.warnings.length]).toEqual([0, 1]);
  });

  it('refuses a wrong option as a door would', async () => {
    expect(await rejection(pair(Recorder, { server: { maxMessageSize: 0 } }))).toMatchObject({
      code: 'WS_USAGE_OPTION',
    });
    expect(await rejection(pair(Recorder, { client: { closeTimeout: 0 } }))).toMatchObject({ code: 'WS_USAGE_OPTION' });
  });

  it('rejects with the status, the body and the headers of a refusal', async () => {
    const target = recording({
      requested: () => {
        throw new HandshakeError(401, 'sign in first', { headers: { 'www-authenticate': 'Bearer' } });
      },
    });
    const error = (await rejection(pair(target))) as HandshakeError;
    expect(error).toBeInstanceOf(HandshakeError);
    expect([error.status, error.reason]).toEqual([401, 'sign in first']);
    expect(error.headers['www-authenticate']).toBe('Bearer');
  });

  it('rejects with the status of a rule that was broken', async () => {
    expect(await rejection(pair(Recorder, { headers: { origin: 'https://evil.example' } }))).toMatchObject({
      status: 403,
    });
    expect(await rejection(pair(Recorder, { route: '/a', path: '/b' }))).toMatchObject({ status: 404 });
    expect(await rejection(pair(Recorder, { headers: { 'sec-websocket-version': '8' } }))).toMatchObject({
      status: 426,
    });
  });

  // A refused client was left connected: the server's end waited two seconds for it to go, and kept the process alive.
  it('leaves no timer behind after a refusal', async () => {
    countTimers();
    await rejection(pair(Recorder, { headers: { origin: 'https://evil.example' } }));
    await turns();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind after a closing', async () => {
    countTimers();
    const { server, client } = await pair(recording());
    server.close();
    await Promise.all([server.whenClosed, client.whenClosed]);
    await turns();
    expect(jest.getTimerCount()).toBe(0);
  });
});
