import Koa from 'koa';
import { Echo } from '@ws4ts/contract';
import { HandshakeError } from '@ws4ts/core';
import { KoaWebSocket, webSocket, type KoaRequest } from '../src/index.js';
import { KoaStage } from './support/stage.js';

interface State {
  user: string;
}

interface Extras {
  greet(name: string): string;
}

class Member extends KoaWebSocket<State, Extras> {
  protected override requested(request: KoaRequest<State, Extras>): void {
    if (request.koa.state.user === '') throw new HandshakeError(401, 'who are you?');
  }

  protected override opened(): void {
    const { koa } = this.request;
    this.send(`${koa.greet(koa.state.user)} from ${koa.ip}, ${koa.cookies.get('taste') ?? 'no taste'}`);
  }
}

const stage = new KoaStage();

afterEach(() => stage.clear());

function appOf(...names: string[]): Koa<State, Extras> {
  const app = new Koa<State, Extras>();
  app.context.greet = (name) => `hello ${name}`;
  app.use((context, next) => {
    context.state.user = names.shift() ?? '';
    return next();
  });
  app.use(webSocket({ '/member': Member, '/echo': Echo }));
  return app;
}

test('the context reaches the socket, before the 101 and after', async () => {
  const served = await stage.serve(appOf('Ann'));
  const client = await stage.connect(served, '/member');
  await client.open({ headers: { cookie: 'taste=sweet' } });
  expect(await client.read()).toBe('hello Ann from 127.0.0.1, sweet');
  expect((await (await stage.connect(served, '/member')).refused()).status).toBe(401);
});

test('each socket has the context of its own request', async () => {
  const served = await stage.serve(appOf('Ann', 'Bob'));
  const [one, two] = [await stage.open(served, '/member'), await stage.open(served, '/member')];
  expect([await one.read(), await two.read()]).toEqual([
    'hello Ann from 127.0.0.1, no taste',
    'hello Bob from 127.0.0.1, no taste',
  ]);
});

test('a socket of any other class keeps nothing of Koa', async () => {
  const served = await stage.serve(appOf('Ann'));
  await stage.open(served, '/echo');
  const [socket] = served.sockets.manager;
  expect(socket?.request).not.toHaveProperty('koa');
  expect(socket?.request.incoming).toBeUndefined();
});
