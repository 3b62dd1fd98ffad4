import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '@ws4ts/core';
import { CollectedLog } from '@ws4ts/contract';
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

const serve = (path?: string): GatewayServer =>
  new GatewayServer(http, path, { parser: () => undefined, logger: log }, { logger: log }, undefined);

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
  });
});
