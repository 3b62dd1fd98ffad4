// The contract of all doors, through an app of Koa within another.
import Koa from 'koa';
import mount from 'koa-mount';
import { contract, type Door } from '@ws4ts/contract';
import { webSocket } from '../../src/index.js';
import { serve } from '../support/serve.js';

contract('koa behind koa-mount', async (routes, options): Promise<Door> => {
  const inner = new Koa();
  inner.use(webSocket(routes));
  const app = new Koa();
  app.use(mount('/inner', inner));
  const served = await serve(app, options);
  return { ...served, url: `${served.url}/inner` };
});
