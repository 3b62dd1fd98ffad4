import Koa from 'koa';
import { Echo, fixtures } from '@ws4ts/contract';
import { UsageError, WebSocket, type Routes } from '@ws4ts/core';
import { webSocket, type WebSocketMiddleware } from '../src/index.js';
import { KoaStage, pageOf } from './support/stage.js';

const stage = new KoaStage();

afterEach(() => stage.clear());

function appOf(...middleware: WebSocketMiddleware[]): Koa {
  const app = new Koa();
  for (const one of middleware) app.use(one);
  return app;
}

test.each<[string, WebSocketMiddleware, string]>([
  ['a path and a class', webSocket('/echo', Echo), '/echo'],
  ['a pattern', webSocket('/:any/*rest', Echo), '/a/b/c'],
  ['classes that carry their paths', webSocket(fixtures), '/echo'],
  ['classes by path', webSocket({ '/other': Echo }), '/other'],
])('it takes %s', async (_what, middleware, path) => {
  expect(await stage.echo(await stage.serve(appOf(middleware)), path)).toBe('hello');
});

test('an upgrade for another path goes on to the next', async () => {
  const served = await stage.serve(appOf(webSocket('/one', Echo), webSocket('/two', Echo)));
  expect(await stage.echo(served, '/two')).toBe('hello');
});

test('options may stand behind a path or behind a list', async () => {
  const served = await stage.serve(
    appOf(webSocket('/one', Echo, { maxMessageSize: 3 }), webSocket([Echo], { maxMessageSize: 3 })),
  );
  for (const path of ['/one', '/echo']) {
    const client = await stage.open(served, path);
    client.sendText('four');
    expect((await client.readClose()).code).toBe(1009);
  }
});

describe('a plain request', () => {
  test('that nobody answers gets a 426', async () => {
    const response = await fetch(pageOf(await stage.serve(appOf(webSocket('/echo', Echo))), '/echo'));
    expect([response.status, response.headers.get('upgrade')]).toEqual([426, 'websocket']);
    expect(await response.text()).toContain('the Upgrade header must ask for websocket');
  });

  test('for another path is none of its business', async () => {
    expect((await fetch(pageOf(await stage.serve(appOf(webSocket('/echo', Echo))), '/page'))).status).toBe(404);
  });

  test.each<[string, (context: Koa.Context) => void, number]>([
    ['a body', (context) => void (context.body = 'what a socket is'), 200],
    ['a status', (context) => void (context.status = 410), 410],
    ['a status that is also what Koa begins with', (context) => void (context.status = 404), 404],
    ['a response of its own', (context) => context.res.writeHead(299).end(((context.respond = false), '')), 299],
  ])('that the app answers with %s gets that', async (_what, answer, status) => {
    const app = appOf(webSocket('/echo', Echo));
    app.use((context) => answer(context as Koa.Context));
    expect((await fetch(pageOf(await stage.serve(app), '/echo'))).status).toBe(status);
  });
});

test('an app that is not attached says so', async () => {
  // Its upgrades were answered 426, in words that accused the client.
  const app = appOf(webSocket('/echo', Echo));
  const errors: unknown[] = [];
  app.on('error', (error) => errors.push(error));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const client = await stage.connect({ url: `ws://127.0.0.1:${port}` });
  expect((await client.refused({ headers: { connection: 'Upgrade, close' } })).status).toBe(500);
  expect(errors).toEqual([expect.objectContaining({ code: 'WS_USAGE_NOT_ATTACHED' })]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('a UsageError is thrown at once', () => {
  class Nothing {}

  test.each<[string, Routes, object]>([
    ['for an unknown option', { '/echo': Echo }, { maxMesageSize: 10 }],
    ['for a path without a slash', { echo: Echo }, {}],
    ['for a class without a path', [class extends WebSocket {}], {}],
    ['for a class that is no WebSocket', { '/': Nothing as never }, {}],
  ])('%s', (_what, routes, options) => {
    expect(() => webSocket(routes, options)).toThrow(UsageError);
  });
});
