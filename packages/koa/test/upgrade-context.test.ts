import Router from '@koa/router';
import Koa from 'koa';
import mount from 'koa-mount';
import { Echo } from '@ws4ts/contract';
import { WebSocket, WebSocketRoute, type Message } from '@ws4ts/core';
import { webSocket } from '../src/index.js';
import { KoaStage, pageOf } from './support/stage.js';

const stage = new KoaStage();

afterEach(() => stage.clear());

/** Says what it was given. */
class Greeter extends WebSocket {
  user = 'nobody';

  protected override opened(): void {
    this.send(JSON.stringify([this.user, this.request.params, this.request.path]));
  }
}

test('isUpgrade tells an upgrade from a plain request', async () => {
  const app = new Koa();
  app.use((context) => {
    context.body = String(context.isUpgrade);
  });
  const served = await stage.serve(app);
  expect(await (await fetch(pageOf(served))).text()).toBe('false');
  expect(await (await stage.connect(served)).refused()).toMatchObject({ status: 200, body: 'true' });
});

test('upgrade gives out the socket before it opens, so that it can be given what it needs', async () => {
  const app = new Koa();
  const states: unknown[] = [];
  app.use(async (context) => {
    const socket = await context.upgrade(Greeter);
    states.push(socket?.state, context.status);
    if (socket !== undefined) socket.user = 'Ann';
  });
  const client = await stage.open(await stage.serve(app), '/greet');
  expect(JSON.parse(String(await client.read()))).toEqual(['Ann', {}, '/greet']);
  expect(states).toEqual(['connecting', 101]);
});

test('upgrade gives out undefined when the client is refused, with the answer on the context', async () => {
  const app = new Koa();
  const seen: unknown[] = [];
  app.use(async (context) => {
    seen.push(await context.upgrade(Greeter, { origins: ['https://friend.example'] }));
    seen.push(context.status, context.body);
  });
  const client = await stage.connect(await stage.serve(app));
  const { status } = await client.refused({ headers: { origin: 'https://evil.example' } });
  expect(status).toBe(403);
  expect(seen).toEqual([undefined, 403, expect.stringContaining('this origin may not connect')]);
});

test.each([
  ['GET', 426, 'websocket'],
  ['POST', 405, null],
])('a plain %s on the path of an upgrade gets %d', async (method, status, upgrade) => {
  const app = new Koa();
  app.use(async (context) => void (await context.upgrade(Greeter)));
  const response = await fetch(pageOf(await stage.serve(app)), { method });
  expect([response.status, response.headers.get('upgrade')]).toEqual([status, upgrade]);
});

test('options of the call go before those of attach, and the class’s own before them', async () => {
  @WebSocketRoute('/', { maxMessageSize: 8 })
  class Small extends WebSocket {
    protected override receivedMessage(message: Message): void {
      this.send(message.data);
    }
  }
  const app = new Koa();
  app.use(async (context) => {
    if (context.path === '/attach') await context.upgrade(Echo);
    if (context.path === '/call') await context.upgrade(Echo, { maxMessageSize: 4 });
    if (context.path === '/class') await context.upgrade(Small, { maxMessageSize: 4 });
  });
  const served = await stage.serve(app, { maxMessageSize: 6 });
  for (const [path, limit] of [
    ['/attach', 6],
    ['/call', 4],
    ['/class', 8],
  ] as const) {
    const client = await stage.open(served, path);
    client.sendText('x'.repeat(limit));
    expect(await client.read()).toBe('x'.repeat(limit));
    client.sendText('x'.repeat(limit + 1));
    expect((await client.readClose()).code).toBe(1009);
  }
});

test('middleware may still bypass Koa by ctx.respond', async () => {
  const app = new Koa();
  app.use((context) => {
    context.respond = false;
    context.res.writeHead(418, { 'content-length': 3 }).end('tea');
  });
  const served = await stage.serve(app);
  expect(await (await stage.connect(served)).refused()).toMatchObject({ status: 418, body: 'tea' });
  expect((await fetch(pageOf(served))).status).toBe(418);
});

describe('paths and parameters', () => {
  test('of @koa/router', async () => {
    const router = new Router({ prefix: '/rooms' });
    router.all('/:room/:seat', async (context) => void (await context.upgrade(Greeter)));
    const app = new Koa();
    app.use(router.routes());
    const client = await stage.open(await stage.serve(app), '/rooms/b%C3%A4r/7?x=1');
    expect(JSON.parse(String(await client.read()))).toEqual([
      'nobody',
      { room: 'bär', seat: '7' },
      '/rooms/b%C3%A4r/7',
    ]);
  });

  test('of an app in an app in an app', async () => {
    const [inner, middle, outer] = [new Koa(), new Koa(), new Koa()];
    inner.use(webSocket('/:name', Greeter));
    middle.use(mount('/two', inner));
    outer.use(mount('/one', middle));
    const served = await stage.serve(outer);
    const client = await stage.open(served, '/one/two/three');
    expect(JSON.parse(String(await client.read()))).toEqual(['nobody', { name: 'three' }, '/one/two/three']);
    for (const path of ['/three', '/two/three', '/one/three']) {
      expect((await (await stage.connect(served, path)).refused()).status).toBe(404);
    }
  });
});
