import { afterEach, describe, expect, it } from '@jest/globals';
import { dial, readBody } from '../../src/client/dial.js';
import { readTarget } from '../../src/client/target.js';
import { openingHeaders } from '../../src/handshake/client-handshake.js';
import { KEY } from '../support/opening.js';
import { deferred, rejection, turns, until } from '../support-connection/deferred.js';
import { headerOf, rawServer } from '../support-client/raw-server.js';
import { certificate, closeServers, serve } from '../support-client/servers.js';

afterEach(closeServers);

const OPENING = openingHeaders({ key: KEY, subprotocols: [], deflate: undefined });
const NEVER = new AbortController().signal;

function ask(url: string, signal = NEVER, headers: Record<string, string | string[]> = {}) {
  return dial(readTarget(url), { ...headers, ...OPENING }, undefined, { ca: certificate }, signal);
}

describe('dial', () => {
  it('sends a GET with the headers and a host', async () => {
    const head = deferred<string>();
    const { url, port } = await rawServer((caller) => {
      head.resolve(caller.head);
      caller.peer.write(Buffer.from(caller.right()));
    });
    const { upgraded } = await ask(`${url}/chat?q=1`, NEVER, { 'X-Own': ['a', 'b'] });
    const sent = await head.promise;
    expect(sent).toMatch(/^GET \/chat\?q=1 HTTP\/1\.1\r\n/);
    expect(headerOf(sent, 'host')).toBe(`127.0.0.1:${port}`);
    expect(headerOf(sent, 'sec-websocket-key')).toBe(KEY);
    expect(sent.match(/^X-Own: .*$/gm)).toEqual(['X-Own: a', 'X-Own: b']);
    upgraded?.socket.destroy();
  });

  it('resolves with the connection and what came with the answer', async () => {
    const { url } = await rawServer(({ peer, right }) => peer.write(Buffer.from(`${right()}first bytes`)));
    const { response, upgraded } = await ask(url);
    expect([response.statusCode, response.headers.upgrade]).toEqual([101, 'websocket']);
    expect(upgraded?.head.toString()).toBe('first bytes');
    upgraded?.socket.destroy();
  });

  it('resolves with any other answer', async () => {
    const { url } = await serve(undefined, { isSecure: true });
    const { response, upgraded } = await ask(url);
    expect([response.statusCode, upgraded]).toEqual([404, undefined]);
    response.destroy();
  });

  it('rejects at once for a signal that is aborted', async () => {
    const { url, sockets } = await rawServer(() => undefined);
    expect(await rejection(ask(url, AbortSignal.abort('early')))).toBe('early');
    expect(sockets).toEqual([]);
  });

  it('rejects with the reason of a signal, and hangs up', async () => {
    const { url, sockets } = await rawServer(() => undefined);
    const controller = new AbortController();
    const attempt = rejection(ask(url, controller.signal));
    await until(() => sockets[0] !== undefined && sockets[0].bytesRead > 0);
    controller.abort('late');
    expect(await attempt).toBe('late');
    await until(() => sockets[0]!.closed);
  });

  it('has nothing more to do with the signal once it is answered', async () => {
    const { url, sockets } = await rawServer(({ peer, right }) => peer.write(Buffer.from(right())));
    const controller = new AbortController();
    const { upgraded } = await ask(url, controller.signal);
    const before = sockets[0]!.bytesRead;
    controller.abort();
    upgraded?.socket.write('still there');
    await until(() => sockets[0]!.bytesRead > before || sockets[0]!.closed);
    expect([upgraded?.socket.destroyed, sockets[0]!.destroyed]).toEqual([false, false]);
    upgraded?.socket.destroy();
  });
});

describe('readBody', () => {
  async function bodyOf(bytes: string, signal = NEVER) {
    const server = await rawServer(({ peer }) => peer.write(Buffer.from(`HTTP/1.1 403 No\r\n${bytes}`)));
    const { response } = await ask(server.url);
    return { body: readBody(response, signal), server };
  }

  it('reads a body whole, and ends the connection', async () => {
    const { body, server } = await bodyOf('Content-Length: 2\r\n\r\nno');
    expect(await body).toEqual(Buffer.from('no'));
    await until(() => server.sockets[0]!.closed);
  });

  it('reads 64 KiB and no more', async () => {
    const { body, server } = await bodyOf(`\r\n${'x'.repeat(100_000)}`);
    expect(await body).toEqual(Buffer.alloc(65_536, 'x'));
    await until(() => server.sockets[0]!.closed);
  });

  it('ends with what has come when the signal is aborted, before and while it reads', async () => {
    const early = await bodyOf('Content-Length: 10\r\n\r\nno', AbortSignal.abort('early'));
    expect(await early.body).toEqual(Buffer.alloc(0));
    await until(() => early.server.sockets[0]!.closed);
    const controller = new AbortController();
    const late = await bodyOf('Content-Length: 10\r\n\r\nno', controller.signal);
    await turns(20);
    controller.abort('late');
    expect(await late.body).toEqual(Buffer.from('no'));
    await until(() => late.server.sockets[0]!.closed);
  });
});
