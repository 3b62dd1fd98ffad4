import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import Koa from 'koa';
import { Echo } from '@ws4ts/contract';
import { UsageError } from '@ws4ts/core';
import { attach as attachRoutes } from '@ws4ts/http';
import { WebSocket as Client, WebSocketServer } from 'ws';
import { attach, webSocket, type AttachOptions } from '../src/index.js';
import { KoaStage, pageOf } from './support/stage.js';

const stage = new KoaStage();

afterEach(() => stage.clear());

/** An app with a socket at /echo and a page everywhere else. */
function echoApp(): Koa {
  const app = new Koa();
  app.use(webSocket('/echo', Echo));
  app.use((context) => {
    if (!context.isUpgrade) context.body = `the page ${context.path}`;
  });
  return app;
}

test('app.listen is Koa’s own', async () => {
  const app = echoApp();
  const server = app.listen(0, '127.0.0.1');
  const sockets = attach(server, app, { logger: stage.log });
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await stage.echo({ url })).toBe('hello');
  expect(await (await fetch(pageOf({ url }))).text()).toBe('the page /');
  await sockets.close();
  server.close();
  await once(server, 'close');
});

test('middleware that is used after attach is used', async () => {
  const app = new Koa();
  const server = createServer();
  attach(server, app, { logger: stage.log });
  app.use(webSocket('/echo', Echo));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  expect(await stage.echo({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` })).toBe('hello');
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

test('an app may be attached to two servers, each with its options', async () => {
  const app = echoApp();
  const [wide, narrow] = [await stage.serve(app), await stage.serve(app, { maxMessageSize: 3 })];
  expect(await stage.echo(wide)).toBe('hello');
  const client = await stage.open(narrow);
  client.sendText('four');
  expect((await client.readClose()).code).toBe(1009);
  expect([wide.sockets.manager.size, narrow.sockets.manager.size]).toEqual([0, 1]);
});

test.each<[string, object]>([
  ['an option that does not exist', { maxMesageSize: 10 }],
  ['a value out of range', { handshakeTimeout: 0 }],
])('%s throws a UsageError, and the server is left alone', (_what, options) => {
  const server = createServer();
  expect(() => attach(server, new Koa(), options as AttachOptions)).toThrow(UsageError);
  expect(server.eventNames()).not.toContain('upgrade');
});

test('a client that says nothing is cut after handshakeTimeout', async () => {
  const served = await stage.serve(echoApp(), { handshakeTimeout: 30 });
  const client = await stage.connect(served);
  expect((await client.readToEnd()).status).toBe(408);
});

test('what is not HTTP is refused in a whole answer', async () => {
  const client = await stage.connect(await stage.serve(echoApp()));
  client.write('nonsense\r\n\r\n');
  expect((await client.readToEnd()).status).toBe(400);
});

test('an upgrade behind a request whose answer is still under way is cut', async () => {
  // Its answer would have been written into the middle of the other.
  const app = echoApp();
  app.middleware.unshift(async (context, next) => {
    if (context.isUpgrade) return next();
    context.respond = false;
    context.res.writeHead(200).write('half a page');
  });
  const served = await stage.serve(app);
  const client = await stage.connect(served);
  client.write('GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(client.socket, 'data');
  client.request();
  await client.whenGone();
  expect(await stage.echo(served)).toBe('hello');
});

describe('other users of the server', () => {
  test('routes attached by @ws4ts/http go first', async () => {
    const app = new Koa();
    const seen: string[] = [];
    app.use((context) => void seen.push(context.path));
    const served = await stage.serve(app);
    const other = attachRoutes(served.server, { '/echo': Echo }, { logger: stage.log });
    expect(await stage.echo(served)).toBe('hello');
    expect((await (await stage.connect(served, '/other')).refused()).status).toBe(404);
    expect(seen).toEqual(['/other']);
    await other.close();
  });

  test('another protocol is left to the other listener', async () => {
    const served = await stage.serve(echoApp());
    (served.server as Server).on('upgrade', (request, socket: Duplex) => {
      if (request.headers.upgrade === 'chess/1') socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nplayed');
    });
    const client = await stage.connect(served);
    expect(await client.refused({ headers: { upgrade: 'chess/1' } })).toMatchObject({ status: 200, body: 'played' });
    expect(await stage.echo(served)).toBe('hello');
  });

  test('another protocol is ignored when nobody else listens: the request is a plain one', async () => {
    // Clients that offer h2c with every request got no page any more.
    const served = await stage.serve(echoApp());
    const h2c = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
    const client = await stage.connect(served, '/page');
    expect(await client.refused({ headers: h2c })).toMatchObject({ status: 200, body: 'the page /page' });
    const app = new Koa();
    app.use(webSocket('/echo', Echo));
    const bare = await stage.connect(await stage.serve(app));
    expect((await bare.refused({ headers: h2c })).status).toBe(426);
  });

  test('another protocol with a body, which nobody can read, is refused', async () => {
    const client = await stage.connect(await stage.serve(echoApp()), '/page');
    client.request({ headers: { upgrade: 'chess/1', 'content-length': '4' } }, Buffer.from('e2e4'));
    expect((await client.readToEnd()).status).toBe(400);
  });

  test('a second app is an error, until the first has gone', async () => {
    // It was never asked, and nobody said so.
    const served = await stage.serve(echoApp());
    expect(() => attach(served.server, new Koa())).toThrow(
      expect.objectContaining({ code: 'WS_USAGE_ATTACHED', message: expect.stringContaining('attach one app') }),
    );
    await served.sockets.close();
    await attach(served.server, echoApp(), { logger: stage.log }).close();
  });

  test('a server of ws works beside, on a path that the app does not know', async () => {
    const served = await stage.serve(echoApp());
    const others = new WebSocketServer({ noServer: true });
    (served.server as Server).on('upgrade', (request, socket, head) => {
      if (request.url !== '/ws') return;
      others.handleUpgrade(request, socket, head, (one) =>
        one.on('message', (data: Buffer) => one.send(`ws heard ${data.toString()}`)),
      );
    });
    const client = new Client(`${served.url}/ws`);
    await once(client, 'open');
    client.send('hello');
    const [data] = (await once(client, 'message')) as [Buffer];
    expect(data.toString()).toBe('ws heard hello');
    expect(await stage.echo(served)).toBe('hello');
    client.terminate();
  });

  test('a server of ws works beside an app that refuses whatever it does not know', async () => {
    // Both answered: the 403 of the app came as the first frame of the other's socket.
    const app = new Koa();
    app.use((context) => void (context.status = 403));
    const served = await stage.serve(app);
    const others = new WebSocketServer({ noServer: true });
    (served.server as Server).on('upgrade', (request, socket, head) => {
      if (request.url === '/ws')
        others.handleUpgrade(request, socket, head, (one) => {
          one.on('message', () => one.send('heard')).send('welcome');
        });
    });
    const client = await stage.open(served, '/ws');
    expect(await client.read()).toBe('welcome');
    client.sendText('hello');
    expect(await client.read()).toBe('heard');
    const stranger = await stage.connect(served, '/elsewhere');
    expect((await stranger.refused()).status).toBe(403);
  });
});
