import { once, type EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createConnection, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type ServerOptions } from '@ws4ts/core';
import { CollectedLog } from '@ws4ts/contract';
import type { GatewaySocket } from '../../src/gateways/client/gateway-socket.js';
import { GatewayServer } from '../../src/gateways/gateway-server.js';

const log = new CollectedLog();
let http: Server;
let origin: string;

beforeEach(async () => {
  http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  origin = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(() => {
  http.close();
  http.closeAllConnections();
});

const serve = (path?: string, options: Partial<ServerOptions> = {}): GatewayServer =>
  new GatewayServer(http, path, { parser: () => undefined, logger: log }, { logger: log, ...options }, undefined);

describe('GatewayServer', () => {
  it('knows its clients while they are connected', async () => {
    const server = serve('/chat');
    expect([server.path, server.clients.size, server.address()]).toEqual(['/chat', 0, http.address()]);
    const coming = once(server, 'connection');
    const client = await connect(`${origin}/chat?a=1`);
    const [socket, request] = (await coming) as [unknown, { url: string }];
    expect([[...server.clients], [...server.manager], request.url]).toEqual([[socket], [socket], '/chat?a=1']);
    const gone = new Promise((resolve) => [...server.clients][0]!.once('close', resolve));
    client.close();
    await gone;
    expect([server.clients.size, server.manager.size]).toEqual([0, 0]);
    await server.close();
  });

  it('takes every path when it has none', async () => {
    const server = serve();
    for (const path of ['', '/a', '/a/b?c']) await (await connect(origin + path))[Symbol.asyncDispose]();
    expect(server.path).toBeUndefined();
    await server.close();
  });

  it('sends its clients home and calls back, each time that it is closed', async () => {
    const server = serve('/');
    const client = await connect(origin);
    const closed = once(server, 'close');
    const calls: string[] = [];
    await Promise.all([server.close(() => calls.push('first')), server.close(() => calls.push('second'))]);
    await closed;
    await client.whenClosed;
    expect(client.closeCode).toBe(1001);
    expect(calls).toEqual(['first', 'second']);
    await expect(connect(origin)).rejects.toMatchObject({ status: 503 });
    expect(log.takeWarnings()).toEqual([expect.stringContaining('503')]);
  });

  // `ws` has none of these names, so gateways hang their own things on clients under them.
  it.each([
    'request',
    'state',
    'latency',
    'subprotocol',
    'isOpen',
    'closeCode',
    'closeReason',
    'isCompressed',
    'whenClosed',
    'expiresAt',
    'key',
    'opened',
    'closed',
    'drained',
    'ponged',
    'receivedMessage',
    'requested',
    'unhandledError',
    'joined',
    'left',
  ])('leaves the name %s to the user', async (name) => {
    const server = serve('/');
    const coming = once(server, 'connection') as Promise<[GatewaySocket]>;
    const client = await connect(origin);
    const [socket] = await coming;
    Object.assign(socket, { [name]: 1 });
    expect(Reflect.get(socket, name)).toBe(1);
    expect([socket.readyState, socket.url, socket.protocol, socket.extensions]).toEqual([1, '/', '', '']);
    const pong = once(socket as unknown as EventEmitter, 'pong');
    socket.ping();
    await pong;
    socket.on('message', (data) => socket.send(data, { binary: false }));
    client.send('this');
    expect((await client.receive()).text).toBe('this');
    const gone = new Promise((resolve) => socket.once('close', resolve));
    client.close(4000);
    expect(await gone).toBe(4000);
    expect(server.clients.size).toBe(0);
    await server.close();
  });

  it('names its clients in the log', async () => {
    const server = serve('/');
    server.on('connection', () => {
      throw new Error('in a listener');
    });
    await (
      await connect(origin)
    ).whenClosed;
    expect(log.takeErrors()).toEqual([new Error('in a listener')]);
    await server.close();
  });

  it('cuts who does not answer its close frame within a second', async () => {
    const server = serve('/');
    const coming = once(server, 'connection');
    const peer = rawPeer((http.address() as AddressInfo).port);
    await coming;
    const ended = once(peer, 'close');
    const begun = performance.now();
    await server.close();
    expect(performance.now() - begun).toBeLessThan(4_000);
    await ended;
  });

  // What a gateway broadcasts from a timer of its own must not throw because one of its clients does not read.
  it('closes a client that does not read, while others hear on', async () => {
    const server = serve('/', { maxBufferedAmount: 65_536 });
    const coming = once(server, 'connection') as Promise<[GatewaySocket]>;
    const peer = rawPeer((http.address() as AddressInfo).port).pause();
    const [deaf] = await coming;
    const client = await connect(origin);
    const text = 'x'.repeat(50_000);
    while (deaf.readyState === deaf.OPEN) {
      for (const one of server.clients) one.send(text);
      expect((await client.receive()).text).toBe(text);
    }
    expect(log.takeWarnings()).toEqual([expect.stringContaining('closing a connection with 1013')]);
    peer.destroy();
    client.close();
    await server.close();
  });
});

/** A client that answers nothing once it is let in. */
function rawPeer(port: number): Socket {
  const peer = createConnection(port, '127.0.0.1').on('error', () => {});
  peer.resume();
  const key = 'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==';
  peer.write(`GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n${key}\r\n\r\n`);
  return peer;
}
