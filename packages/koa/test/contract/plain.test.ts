// The contract of all doors, through an app of Koa. Each kind of app has a file of its own, so that they run side by side.
import Koa from 'koa';
import { contract } from '@ws4ts/contract';
import { webSocket } from '../../src/index.js';
import { serve } from '../support/serve.js';

contract('koa', (routes, options) => {
  const app = new Koa();
  app.use(webSocket(routes));
  return serve(app, options);
});
