import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/client/connect.js';
import type { ClientOptions } from '../../src/client/client-options.js';
import { isKey } from '../../src/handshake/accept-key.js';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { WebSocket } from '../../src/socket/web-socket.js';
import { HandshakeError, UsageError } from '../../src/vocabulary/errors.js';
import { CollectingLogger } from '../support-connection/collecting-logger.js';
import { rejection } from '../support-connection/deferred.js';
import { Recorder, recording } from '../support-connection/recorder.js';
import { certificate, closeServers, serve } from '../support-client/servers.js';

afterEach(closeServers);

/** The headers of the request that a client with these options makes. */
async function headersOf(options: Partial<ClientOptions>, credentials = '') {
  const { url, requests } = await serve(EchoWebSocket, { options: { origins: 'any' } });
  await using client = await connect(url.replace('//', `//${credentials}`), options);
  expect(client.isOpen).toBe(true);
  return requests[0]!.headers;
}

describe('connect', () => {
  it('opens a socket that is asked for messages', async () => {
    const { url, requests } = await serve(EchoWebSocket);
    await using client = await connect(`${url}/chat?room=1`);
    expect(client).toBeInstanceOf(WebSocket);
    expect([client.state, client.subprotocol, client.isCompressed]).toEqual(['open', undefined, false]);
    client.send('hello');
    expect((await client.receive()).data).toBe('hello');
    expect(requests.map(({ method, url, httpVersion }) => [method, url, httpVersion])).toEqual([
      ['GET', '/chat?room=1', '1.1'],
    ]);
  });

  it('takes a URL object, and a class beside its options', async () => {
    const { url } = await serve(EchoWebSocket);
    class Mine extends WebSocket {}
    await using client = await connect(new URL(url), Mine, { maxMessageSize: 10 });
    expect(client).toBeInstanceOf(Mine);
  });

  it('asks as §4.1 demands, and for nothing that it was not told to', async () => {
    const { host, 'sec-websocket-key': key, ...headers } = await headersOf({});
    expect(host).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(isKey(key!)).toBe(true);
    expect(headers).toEqual({ upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-version': '13' });
  });

  it('draws a key for each connection', async () => {
    const options = {};
    const keys = [await headersOf(options), await headersOf(options)].map((headers) => headers['sec-websocket-key']);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('sends headers: origin, cookies, several of one name, bytes of latin1', async () => {
    const headers = { Origin: 'https://example.org', cookie: ['a=1', 'b=2'], 'X-Name': 'caf\xe9' };
    const sent = await headersOf({ headers });
    expect(sent).toMatchObject({ origin: 'https://example.org', cookie: 'a=1; b=2', 'x-name': 'caf\xe9' });
    expect(headers).toEqual({ Origin: 'https://example.org', cookie: ['a=1', 'b=2'], 'X-Name': 'caf\xe9' });
  });

  it('sends those of a Headers, which has no properties that tell them', async () => {
    expect(await headersOf({ headers: new Headers({ 'X-A': '1' }) })).toMatchObject({ 'x-a': '1' });
  });

  it('may name another host than it dials', async () => {
    expect((await headersOf({ headers: { Host: 'example.org' } })).host).toBe('example.org');
  });

  it("sends the URL's user and password, decoded, and prefers a header of the caller's", async () => {
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
    expect((await headersOf({}, 'us%C3%A9r:p%40ss:word@')).authorization).toBe(basic('usér:p@ss:word'));
    const headers = { authorization: 'Bearer token' };
    expect((await headersOf({ headers }, 'user:pass@')).authorization).toBe('Bearer token');
  });

  it('agrees on a subprotocol, or on none', async () => {
    const { url } = await serve(EchoWebSocket, { options: { subprotocols: ['v1', 'v2'] } });
    await using client = await connect(url, { subprotocols: ['v3', 'v2', 'v1'] });
    await using other = await connect(url, { subprotocols: ['v4'] });
    expect([client.subprotocol, other.subprotocol]).toEqual(['v2', undefined]);
  });

  it.each([
    [true, true, true],
    [true, false, false],
    [false, true, false],
    [{ takeover: false, peerWindowBits: 9 }, { peerTakeover: false, windowBits: 12, threshold: 0 }, true],
  ])('compresses where both want it: client %j, server %j', async (own, peer, isCompressed) => {
    const served = await serve(EchoWebSocket, { options: { compression: peer } });
    await using client = await connect(served.url, { compression: own });
    const server = await served.opened();
    expect([client.isCompressed, server.isCompressed]).toEqual([isCompressed, isCompressed]);
    for (const text of ['', 'short', 'long '.repeat(1000), 'long '.repeat(1000)]) {
      client.send(text);
      expect((await client.receive()).data).toBe(text);
    }
  });

  it('trusts a certificate that it is told of, on wss:', async () => {
    const { url } = await serve(EchoWebSocket, { isSecure: true });
    await using client = await connect(url, { tls: { ca: certificate } });
    client.send(Buffer.alloc(100_000, 'x'));
    expect((await client.receive()).data).toEqual(Buffer.alloc(100_000, 'x'));
  });

  it('trusts no other certificate, and none for another name', async () => {
    const { url, port } = await serve(EchoWebSocket, { isSecure: true });
    expect(await rejection(connect(url))).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const tls = { ca: certificate, servername: 'example.org' };
    expect(await rejection(connect(`wss://127.0.0.1:${port}`, { tls }))).toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('connects to a Unix socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ws4ts-'));
    const socketPath = join(folder, 'a.sock');
    const { requests } = await serve(EchoWebSocket, { socketPath });
    await using client = await connect(`ws+unix:${socketPath}:/chat room?q=1`);
    client.send('hello');
    expect((await client.receive()).data).toBe('hello');
    expect([requests[0]?.url, requests[0]?.headers.host]).toEqual(['/chat%20room?q=1', 'localhost']);
    rmSync(folder, { recursive: true });
  });

  it('uses an agent, and leaves it nothing', async () => {
    const { url } = await serve(EchoWebSocket);
    const agent = new Agent({ keepAlive: true });
    await using client = await connect(url, { agent });
    client.send('hello');
    expect((await client.receive()).data).toBe('hello');
    expect([Object.keys(agent.sockets), Object.keys(agent.freeSockets)]).toEqual([[], []]);
  });

  it('gives the connection its options', async () => {
    const served = await serve(recording({ opened: (socket) => socket.send('eleven byte') }));
    const logger = new CollectingLogger();
    const client = await connect(served.url, { maxMessageSize: 10, logger });
    await client.whenClosed;
    expect([client.closeCode, logger.warnings.length]).toEqual([1009, 1]);
  });
});

describe('a class as a client', () => {
  it('is called from opened to closed', async () => {
    const served = await serve(recording({ opened: (socket) => socket.send('welcome') }));
    const client = await connect(served.url, recording({ opened: (socket) => socket.send('hello') }));
    expect(client).toBeInstanceOf(Recorder);
    const server = await served.opened();
    await server.received(1);
    client.ping('there?');
    await client.event('ponged');
    server.close(4000, 'enough');
    await client.whenClosed;
    await server.whenClosed;
    expect(client.story).toEqual(['opened', 'message welcome', 'ponged there?', 'closed 4000 enough']);
    expect(server.story).toEqual(['requested', 'opened', 'message hello', 'closed 4000']);
  });

  it('has no request', async () => {
    const { url } = await serve(EchoWebSocket);
    const client = await connect(url, Recorder);
    expect(() => client.request).toThrow(UsageError);
    await client[Symbol.asyncDispose]();
  });

  it('closes with 1011 where a hook fails', async () => {
    const served = await serve(Recorder);
    const failing = recording({
      opened: () => {
        throw new Error('not today');
      },
    });
    const client = await connect(served.url, failing);
    await client.whenClosed;
    expect(client.story).toEqual(['opened', 'failed not today', 'closed 1011']);
    const server = await served.opened();
    await server.whenClosed;
    expect(server.closeCode).toBe(1011);
  });
});

describe('what is no good', () => {
  it.each([
    ['a URL', 'ftp://127.0.0.1', {}, 'WS_USAGE_URL'],
    ['an option', 'ws://127.0.0.1', { handshakeTimeout: 0 }, 'WS_USAGE_OPTION'],
    ['an unknown option', 'ws://127.0.0.1', { timeout: 1 } as Partial<ClientOptions>, 'WS_USAGE_OPTION'],
    ['a header of the handshake', 'ws://127.0.0.1', { headers: { Upgrade: 'x' } }, 'WS_USAGE_HEADER'],
  ])('%s rejects with a UsageError', async (_what, url, options, code) => {
    const error = await rejection(connect(url, options));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ code });
  });

  it('a class of something else rejects with a UsageError, and nothing is dialled', async () => {
    const { url, requests } = await serve(EchoWebSocket);
    for (const target of [Date, () => undefined, function Plain() {}]) {
      expect(await rejection(connect(url, target as unknown as typeof WebSocket))).toMatchObject({
        code: 'WS_USAGE_OPTION',
      });
    }
    expect(requests).toEqual([]);
  });

  it('a server that is not there rejects with its code', async () => {
    const { url } = await serve(EchoWebSocket);
    await closeServers();
    expect(await rejection(connect(url))).toMatchObject({ code: 'ECONNREFUSED' });
    expect(await rejection(connect('ws+unix:/no/such.sock'))).toMatchObject({ code: 'ENOENT' });
  });

  it('a class that throws in its constructor rejects with that', async () => {
    const { url, requests } = await serve(EchoWebSocket);
    class Broken extends WebSocket {
      constructor() {
        super();
        throw new Error('not made');
      }
    }
    expect(await rejection(connect(url, Broken))).toMatchObject({ message: 'not made' });
    expect(requests).toEqual([]);
  });

  it('a refusal is a HandshakeError', async () => {
    const { url } = await serve(EchoWebSocket, { options: { origins: [] } });
    const error = await rejection(connect(url, { headers: { origin: 'https://evil.example' } }));
    expect(error).toBeInstanceOf(HandshakeError);
    expect(error).toMatchObject({ status: 403 });
  });
});
