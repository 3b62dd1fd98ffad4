// Redirects (§4.1 leaves them to HTTP): followed a bounded number of times, and no secret goes to where it was not meant for.
import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/client/connect.js';
import { isKey } from '../../src/handshake/accept-key.js';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { HandshakeError } from '../../src/vocabulary/errors.js';
import { rejection } from '../support-connection/deferred.js';
import { certificate, closeServers, serve, type Served } from '../support-client/servers.js';

afterEach(closeServers);

/** Redirects every request, upgrades included. */
function redirecting(location: string | ((url: string) => string), status = 302): Promise<Served> {
  const answer: RequestListener = ({ url = '/' }, response) => {
    const where = typeof location === 'string' ? location : location(url);
    response.writeHead(status, { location: where }).end('over there');
  };
  return serve(undefined, { answer });
}

/** Redirects `/` to `/next?q=1`, and echoes there. */
async function twoStops() {
  const served = await serve(EchoWebSocket);
  const [listener] = served.server.listeners('upgrade') as ((...args: unknown[]) => void)[];
  served.server.removeAllListeners('upgrade');
  served.server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/') return listener!(request, socket, head);
    served.requests.push(request);
    socket.end('HTTP/1.1 307 Temporary Redirect\r\nLocation: next?q=1#part\r\nContent-Length: 0\r\n\r\n');
  });
  return served;
}

const SECRETS = { Authorization: 'Bearer token', cookie: 'session=1', 'proxy-authorization': 'Basic eA==' };

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('with status %d is followed', async (status) => {
    const target = await serve(EchoWebSocket);
    const { url } = await redirecting(`${target.url}/there?q=1`, status);
    await using client = await connect(url);
    client.send('hello');
    expect((await client.receive()).data).toBe('hello');
    expect(target.requests.map((request) => request.url)).toEqual(['/there?q=1']);
  });

  it.each([300, 304, 305, 306, 399])('is not what status %d is', async (status) => {
    const target = await serve(EchoWebSocket);
    const { url } = await redirecting(`${target.url}/`, status);
    expect(await rejection(connect(url))).toMatchObject({ status, headers: { location: `${target.url}/` } });
    expect(target.requests).toEqual([]);
  });

  it('may be relative; what was meant for the origin is sent again, a fragment is not', async () => {
    const { url, requests } = await twoStops();
    await using client = await connect(url.replace('//', '//user:pass@'), {
      headers: { cookie: 'session=1', 'x-trace': 'a' },
      subprotocols: ['v1'],
    });
    expect(client.isOpen).toBe(true);
    const [first, second] = requests.map(({ url, headers }) => ({ url, ...headers }));
    expect([first?.url, second?.url]).toEqual(['/', '/next?q=1']);
    const { 'sec-websocket-key': key, ...others } = second!;
    expect({ ...first, url: '/next?q=1' }).toMatchObject(others);
    // §4.1: "The nonce MUST be selected randomly for each connection."
    expect(isKey(key!) && key !== first!['sec-websocket-key']).toBe(true);
    expect(second).toMatchObject({ authorization: 'Basic dXNlcjpwYXNz', cookie: 'session=1', 'x-trace': 'a' });
  });

  // Only what is known to be a secret was left behind: an API key in a header of its own name went to wherever a server said.
  it('to another origin leaves all headers behind that may tell who the client is', async () => {
    const target = await serve(EchoWebSocket, { options: { origins: 'any' } });
    const { url, requests } = await redirecting(`${target.url}/`);
    const harmless = { Origin: 'https://example.org', 'User-Agent': 'me', 'Accept-Language': 'eo' };
    const headers = { ...SECRETS, 'X-Api-Key': 'secret', Host: 'first.example.org', ...harmless };
    await using client = await connect(url, { headers, subprotocols: ['v1'] });
    expect(client.isOpen).toBe(true);
    expect(requests[0]?.headers).toMatchObject({
      host: 'first.example.org',
      'x-api-key': 'secret',
      cookie: 'session=1',
    });
    const { 'sec-websocket-key': key, ...sent } = target.requests[0]!.headers;
    expect(isKey(key!)).toBe(true);
    expect(sent).toEqual({
      host: `127.0.0.1:${target.port}`,
      origin: 'https://example.org',
      'user-agent': 'me',
      'accept-language': 'eo',
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-version': '13',
      'sec-websocket-protocol': 'v1',
    });
  });

  it('from wss: to ws: is a refusal', async () => {
    const target = await serve(EchoWebSocket);
    const location = `${target.url}/`;
    const { url } = await serve(undefined, {
      isSecure: true,
      answer: (_, response) => response.writeHead(302, { location }).end('over there'),
    });
    const error = await rejection(connect(url, { tls: { ca: certificate } }));
    expect(error).toMatchObject({ status: 302, headers: { location }, body: Buffer.from('over there') });
    expect(target.requests).toEqual([]);
  });

  it("to another origin leaves the URL's user and password behind", async () => {
    const target = await serve(EchoWebSocket);
    const { url, requests } = await redirecting(`${target.url}/`);
    await using client = await connect(url.replace('//', '//user:pass@'));
    expect(client.isOpen).toBe(true);
    expect(requests[0]?.headers.authorization).toBe('Basic dXNlcjpwYXNz');
    expect(target.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('brings back no credentials by way of another origin', async () => {
    const home = await serve(EchoWebSocket);
    const away = await redirecting(`${home.url}/back`);
    const start = await redirecting(() => `${away.url}/`);
    await using client = await connect(start.url.replace('//', '//user:pass@'), { headers: SECRETS });
    expect(client.isOpen).toBe(true);
    expect(home.requests[0]?.headers.authorization).toBeUndefined();
    expect(home.requests[0]?.headers.cookie).toBeUndefined();
  });

  it('may name a user and password of its own', async () => {
    const target = await serve(EchoWebSocket);
    const { url } = await redirecting(`${target.url.replace('//', '//own:word@')}/`);
    await using client = await connect(url);
    expect(client.isOpen).toBe(true);
    expect(target.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('own:word').toString('base64')}`);
  });

  it('may lead to http: and https: for ws: and wss:', async () => {
    const secure = await serve(EchoWebSocket, { isSecure: true });
    const between = await redirecting(`${secure.url.replace('wss', 'https')}/`);
    const { url } = await redirecting(`${between.url.replace('ws', 'http')}/`);
    await using client = await connect(url, { tls: { ca: certificate } });
    client.send('hello');
    expect((await client.receive()).data).toBe('hello');
  });

  it.each([
    // A server could have sent its client to any socket of the client's machine, which trusts whoever can open it.
    'ws+unix:/var/run/docker.sock:/',
    'ftp://127.0.0.1/',
    'javascript:alert(1)',
    'http://',
    'http://%zz@127.0.0.1/',
  ])('to %s is a refusal', async (location) => {
    const { url, requests } = await redirecting(location);
    const error = await rejection(connect(url));
    expect(error).toBeInstanceOf(HandshakeError);
    expect(error).toMatchObject({ status: 302, headers: { location }, body: Buffer.from('over there') });
    expect(requests).toHaveLength(1);
  });

  it('without a location is a refusal', async () => {
    const { url } = await serve(undefined, { answer: (_, response) => response.writeHead(302).end() });
    expect(await rejection(connect(url))).toMatchObject({ status: 302 });
  });

  it('of the server behind a Unix socket leads to other paths of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ws4ts-'));
    const socketPath = join(folder, 'a.sock');
    const locations: Record<string, string> = { '/a': 'b?q=1', '/b?q=1': 'http://localhost/c', '/c': '/d' };
    const { requests } = await serve(undefined, {
      socketPath,
      answer: ({ url = '' }, response) =>
        response.writeHead(url in locations ? 302 : 404, { location: locations[url] ?? '' }).end(),
    });
    expect(await rejection(connect(`ws+unix:${socketPath}:/a`))).toMatchObject({ status: 404 });
    expect(requests.map(({ url }) => url)).toEqual(['/a', '/b?q=1', '/c', '/d']);
    rmSync(folder, { recursive: true });
  });
});

describe('maxRedirects', () => {
  it('ends a loop with the last answer', async () => {
    const { url, requests } = await redirecting('/again');
    const error = await rejection(connect(url));
    expect(error).toBeInstanceOf(HandshakeError);
    expect(error).toMatchObject({ status: 302, code: 'WS_REFUSED' });
    expect(requests.map(({ url }) => url)).toEqual(['/', ...Array.from({ length: 5 }, () => '/again')]);
  });

  it.each([0, 1, 3])('of %d allows so many', async (maxRedirects) => {
    const next = (url: string): string => `/${Number(url.slice(1)) + 1}`;
    const { url, requests } = await redirecting(next);
    expect(await rejection(connect(`${url}/0`, { maxRedirects }))).toMatchObject({ status: 302 });
    expect(requests.map(({ url }) => url)).toEqual(Array.from({ length: maxRedirects + 1 }, (_, i) => `/${i}`));
  });

  it('allows the last one to succeed', async () => {
    const { url, requests } = await twoStops();
    await using client = await connect(url, { maxRedirects: 1 });
    expect(client.isOpen).toBe(true);
    expect(requests).toHaveLength(2);
  });
});
