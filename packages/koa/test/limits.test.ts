// Limits on numbers, wherever an app gives them.
import Koa from 'koa';
import { Echo } from '@ws4ts/contract';
import { EchoWebSocket, WebSocketRoute } from '@ws4ts/core';
import { webSocket } from '../src/index.js';
import type { Served } from './support/serve.js';
import { KoaStage } from './support/stage.js';

const stage = new KoaStage();

afterEach(() => stage.clear());

async function refusedAt(served: Served, path: string): Promise<number> {
  return (await (await stage.connect(served, path)).refused()).status;
}

test('those of a class hold where the call has options of its own', async () => {
  // Each call counted by itself, and kept its count for ever.
  @WebSocketRoute('/few', { maxConnections: 1 })
  class Few extends EchoWebSocket {}
  const app = new Koa();
  app.use(async (context) => void (await context.upgrade(Few, { closeTimeout: 2000 })));
  const served = await stage.serve(app);
  await stage.open(served);
  expect(await refusedAt(served, '/echo')).toBe(503);
});

test('those of a call count by the class', async () => {
  const app = new Koa();
  app.use(async (context) => {
    if (context.path === '/few') await context.upgrade(Echo, { maxConnections: 1 });
    else await context.upgrade(Echo);
  });
  const served = await stage.serve(app);
  await stage.open(served, '/other');
  await stage.open(served, '/few');
  expect(await refusedAt(served, '/few')).toBe(503);
  await stage.open(served, '/other');
});

test('those of a path count the sockets of that path', async () => {
  // They were compared with the count of the whole app.
  const app = new Koa();
  app.use(webSocket('/few', Echo, { maxConnections: 1 }));
  app.use(webSocket('/other', Echo));
  const served = await stage.serve(app, { maxConnections: 2 });
  await stage.open(served, '/other');
  await stage.open(served, '/few');
  expect(await refusedAt(served, '/few')).toBe(503);
  await stage.open(served, '/other');
  expect(await refusedAt(served, '/other')).toBe(503);
});
