// The contract of all doors, through an app of Koa whose paths are found by @koa/router.
import Router from '@koa/router';
import Koa from 'koa';
import { contract, fixtures } from '@ws4ts/contract';
import { carriedRoute } from '@ws4ts/core';
import { serve } from '../support/serve.js';

contract('koa with @koa/router', (_routes, options) => {
  const app = new Koa();
  const router = new Router({ strict: true, sensitive: true });
  for (const target of fixtures) {
    router.all(carriedRoute(target).path, async (context) => void (await context.upgrade(target)));
  }
  app.use(router.routes());
  return serve(app, options);
});
