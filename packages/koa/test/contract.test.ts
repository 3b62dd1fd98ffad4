// The contract of all doors, through apps of Koa.
import { createServer as createSecureServer } from 'node:https';
import Router from '@koa/router';
import Koa from 'koa';
import mount from 'koa-mount';
import { certificate, contract, fixtures, privateKey, type Door } from '@ws4ts/contract';
import { carriedRoute } from '@ws4ts/core';
import { webSocket } from '../src/index.js';
import { serve } from './support/serve.js';

contract('koa', (routes, options) => {
  const app = new Koa();
  app.use(webSocket(routes));
  return serve(app, options);
});

contract('koa over TLS', async (routes, options): Promise<Door> => {
  const app = new Koa();
  app.use(webSocket(routes));
  const server = createSecureServer({ cert: certificate, key: privateKey });
  return { ...(await serve(app, options, server)), ca: certificate };
});

contract('koa with @koa/router', (_routes, options) => {
  const app = new Koa();
  const router = new Router({ strict: true, sensitive: true });
  for (const target of fixtures) {
    router.all(carriedRoute(target).path, async (context) => void (await context.upgrade(target)));
  }
  app.use(router.routes());
  return serve(app, options);
});

contract('koa behind koa-mount', async (routes, options): Promise<Door> => {
  const inner = new Koa();
  inner.use(webSocket(routes));
  const app = new Koa();
  app.use(mount('/inner', inner));
  const served = await serve(app, options);
  return { ...served, url: `${served.url}/inner` };
});
