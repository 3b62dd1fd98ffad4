import Koa, { type Context, type Next } from 'koa';
import { fixtures } from '@ws4ts/contract';
import { webSocket } from '../../src/index.js';

/** An app of the fixtures whose first middleware is this. */
export function appWith(middleware: (context: Context, next: Next) => unknown): Koa {
  const app = new Koa();
  app.silent = true;
  app.use(async (context, next) => void (await middleware(context as Context, next)));
  app.use(webSocket(fixtures));
  return app;
}
