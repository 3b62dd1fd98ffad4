import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Agent } from 'node:http';
import type { ClientOptions } from '../../src/client/client-options.js';
import { connect } from '../../src/client/connect.js';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { HandshakeError } from '../../src/vocabulary/errors.js';
import { rejection, turns, until } from '../support-connection/deferred.js';
import { connectProxy } from '../support-client/connect-proxy.js';
import { certificate, closeServers, serve } from '../support-client/servers.js';

const VARIABLES = ['http_proxy', 'https_proxy', 'ws_proxy', 'wss_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [
  name,
  name.toUpperCase(),
]);

beforeEach(() => {
  const clean = { ...process.env };
  for (const name of VARIABLES) delete clean[name];
  jest.replaceProperty(process, 'env', clean);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await closeServers();
});

/** Says something and hears it again. */
async function talk(url: string, options: Partial<ClientOptions>): Promise<void> {
  await using client = await connect(url, options);
  client.send('hello');
  expect((await client.receive()).data).toBe('hello');
}

describe('proxy: a URL', () => {
  it('tunnels ws:', async () => {
    const [{ url, port }, proxy] = [await serve(EchoWebSocket), await connectProxy()];
    await talk(url, { proxy: proxy.url });
    expect(proxy.asked).toEqual([{ target: `127.0.0.1:${port}`, authorization: undefined }]);
  });

  it("tunnels wss:, and the certificate is the server's", async () => {
    const [{ url, port }, proxy] = [await serve(EchoWebSocket, { isSecure: true }), await connectProxy()];
    await talk(url, { proxy: proxy.url, tls: { ca: certificate } });
    expect(await rejection(connect(url, { proxy: proxy.url }))).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(proxy.asked.map(({ target }) => target)).toEqual([`localhost:${port}`, `localhost:${port}`]);
  });

  it('gives the proxy the credentials of its URL, and the server none of them', async () => {
    const [{ url, requests }, proxy] = [await serve(EchoWebSocket), await connectProxy()];
    await talk(url, { proxy: proxy.url.replace('//', '//user:pass@') });
    expect(proxy.asked[0]?.authorization).toBe(`Basic ${Buffer.from('user:pass').toString('base64')}`);
    expect(requests[0]?.headers).not.toHaveProperty('proxy-authorization');
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('goes through it for each redirect', async () => {
    const [target, proxy] = [await serve(EchoWebSocket), await connectProxy()];
    const first = await serve(undefined, {
      answer: (_, response) => response.writeHead(302, { location: `${target.url}/` }).end(),
    });
    await talk(first.url, { proxy: proxy.url });
    expect(proxy.asked.map((one) => one.target)).toEqual([`127.0.0.1:${first.port}`, `127.0.0.1:${target.port}`]);
  });

  it.each([403, 407, 502])('that refuses with %d rejects with its answer', async (status) => {
    const [{ url, requests }, proxy] = [await serve(EchoWebSocket), await connectProxy(status)];
    const error = await rejection(connect(url, { proxy: proxy.url }));
    expect(error).toBeInstanceOf(HandshakeError);
    expect(error).toMatchObject({ status, body: Buffer.from('not through') });
    expect(requests).toEqual([]);
  });

  it("of nobody rejects with the network's error", async () => {
    const { url } = await serve(EchoWebSocket);
    const proxy = await connectProxy();
    await closeServers();
    expect(await rejection(connect(url, { proxy: proxy.url }))).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('and an agent beside it rejects, as one of the two would be left out', async () => {
    const proxy = 'http://127.0.0.1:1';
    const error = await rejection(connect('ws://127.0.0.1:1', { proxy, agent: new Agent() }));
    expect(error).toMatchObject({ name: 'UsageError', code: 'WS_USAGE_OPTION' });
  });

  it.each(['not a URL', 'gopher://127.0.0.1:70'])("that is no proxy's rejects: %s", async (proxy) => {
    const { url, requests } = await serve(EchoWebSocket);
    expect(await rejection(connect(url, { proxy }))).toMatchObject({ code: 'WS_USAGE_OPTION' });
    expect(requests).toEqual([]);
  });

  // The library does not hear that a request is called off while its proxy is silent: the tunnel stayed open for ever.
  it('that never answers is left when the time is over, and when the attempt is called off', async () => {
    const [{ url }, proxy] = [await serve(EchoWebSocket), await connectProxy('silence')];
    const late = await rejection(connect(url, { proxy: proxy.url, handshakeTimeout: 500 }));
    expect(late).toMatchObject({ code: 'WS_TIMEOUT' });
    const controller = new AbortController();
    const attempt = rejection(connect(url, { proxy: proxy.url, signal: controller.signal }));
    await until(() => proxy.clients.length === 2);
    controller.abort('enough');
    expect(await attempt).toBe('enough');
    await until(() => proxy.clients.every((client) => client.closed));
  });

  it('leaves an open connection alone whatever the signal says later', async () => {
    const [{ url }, proxy] = [await serve(EchoWebSocket), await connectProxy()];
    const controller = new AbortController();
    await using client = await connect(url, { proxy: proxy.url, signal: controller.signal, handshakeTimeout: 1000 });
    controller.abort();
    await turns();
    client.send('still there');
    expect((await client.receive()).data).toBe('still there');
  });
});

describe("proxy: 'environment'", () => {
  it.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'])('goes where %s says, for ws:', async (variable) => {
    const [{ url }, proxy] = [await serve(EchoWebSocket), await connectProxy()];
    process.env[variable] = proxy.url;
    await talk(url, { proxy: 'environment' });
    expect(proxy.asked).toHaveLength(1);
  });

  it('goes where HTTPS_PROXY says, for wss: alone', async () => {
    const [{ url }, secure] = [await serve(EchoWebSocket), await serve(EchoWebSocket, { isSecure: true })];
    const proxy = await connectProxy();
    process.env.HTTPS_PROXY = proxy.url;
    await talk(secure.url, { proxy: 'environment', tls: { ca: certificate } });
    await talk(url, { proxy: 'environment' });
    expect(proxy.asked.map(({ target }) => target)).toEqual([`localhost:${secure.port}`]);
  });

  it.each(['127.0.0.1', '*', 'example.org,127.0.0.1'])('goes straight where NO_PROXY says %s', async (hosts) => {
    const [{ url }, proxy] = [await serve(EchoWebSocket), await connectProxy()];
    Object.assign(process.env, { HTTP_PROXY: proxy.url, NO_PROXY: hosts });
    await talk(url, { proxy: 'environment' });
    expect(proxy.asked).toEqual([]);
  });

  it('goes straight where it says nothing, secure or not', async () => {
    const [plain, secure] = [await serve(EchoWebSocket), await serve(EchoWebSocket, { isSecure: true })];
    await talk(plain.url, { proxy: 'environment' });
    await talk(secure.url, { proxy: 'environment', tls: { ca: certificate } });
    expect([plain.requests.length, secure.requests.length]).toEqual([1, 1]);
  });

  it('is not asked unless it is named', async () => {
    const [{ url }, proxy] = [await serve(EchoWebSocket), await connectProxy()];
    process.env.HTTP_PROXY = proxy.url;
    await talk(url, {});
    expect(proxy.asked).toEqual([]);
  });
});
