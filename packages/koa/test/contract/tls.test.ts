// The contract of all doors, through an app of Koa over TLS.
import { createServer as createSecureServer } from 'node:https';
import Koa from 'koa';
import { certificate, contract, privateKey, type Door } from '@ws4ts/contract';
import { webSocket } from '../../src/index.js';
import { serve } from '../support/serve.js';

contract('koa over TLS', async (routes, options): Promise<Door> => {
  const app = new Koa();
  app.use(webSocket(routes));
  const server = createSecureServer({ cert: certificate, key: privateKey });
  return { ...(await serve(app, options, server)), ca: certificate };
});
