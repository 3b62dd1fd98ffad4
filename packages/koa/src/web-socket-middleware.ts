// The middleware that gives paths their classes.
import type { ExtendableContext, Next } from 'koa';
import { Router, UsageError, type Match, type Routes, type ServerOptions, type WebSocketClass } from '@ws4ts/core';
import { asksForWebSocket } from '@ws4ts/core/protocol';
import { refusalOfPlain } from '@ws4ts/http';
import { answerOn } from './answer-on.js';
import { upgradeOf, type AppDoor } from './koa-upgrade.js';

/** A middleware for the context of any app. */
export type WebSocketMiddleware = (context: ExtendableContext, next: Next) => Promise<void>;

/**
 * Serves a class of sockets at a path of the app, as `context.path` says it: behind koa-mount, the rest of the path.
 * Upgrades for other paths go on to the next middleware, and so do plain requests; one for this path that nobody answers gets a
 * 426. The app must be attached to its server. Throws a UsageError for a path, a class or an option that is no good.
 * @param options go before those of `attach`, and what the class carries goes before them; a limit on numbers is one for each path
 * @example app.use(webSocket('/echo', Echo));
 */
export function webSocket(path: string, target: WebSocketClass, options?: Partial<ServerOptions>): WebSocketMiddleware;
/**
 * Serves classes of sockets.
 * @param routes classes that carry their path, `[Chat]`, or classes by path, `{ '/chat/:room': Chat }`
 */
export function webSocket(routes: Routes, options?: Partial<ServerOptions>): WebSocketMiddleware;
export function webSocket(
  first: string | Routes,
  second?: WebSocketClass | Partial<ServerOptions>,
  third?: Partial<ServerOptions>,
): WebSocketMiddleware {
  const isPath = typeof first === 'string';
  const routes = isPath ? { [first]: second as WebSocketClass } : first;
  return serve(routes, (isPath ? third : (second as Partial<ServerOptions> | undefined)) ?? {});
}

function serve(routes: Routes, options: Partial<ServerOptions>): WebSocketMiddleware {
  const paths = new Router(routes, options);
  const routers = new WeakMap<AppDoor, Router>();

  /** The endpoint of a path, with the options of the door that the client came to. */
  const find = (door: AppDoor, path: string): Match | undefined => {
    let router = routers.get(door);
    if (router === undefined) {
      routers.set(door, (router = new Router(routes, door.options, options)));
    }
    return router.match(path);
  };

  return async (context, next) => {
    const upgrade = upgradeOf(context);
    if (upgrade === undefined) {
      await next();
      if (paths.match(context.path) !== undefined && isUnanswered(context)) answerPlain(context);
      return;
    }
    const match = find(upgrade.door, context.path);
    if (match === undefined) await next();
    else await upgrade.accept(context, match);
  };
}

function isUnanswered({ body, respond, headerSent, response }: ExtendableContext): boolean {
  // What Koa notes of a status that the app has set: 404 is also what it begins with.
  const { _explicitStatus: isSaid } = response as typeof response & { readonly _explicitStatus?: boolean };
  return isSaid !== true && (body === undefined || body === null) && respond !== false && !headerSent;
}

/** Says what a plain request lacks; and in the server's log, what the app does. */
function answerPlain(context: ExtendableContext): void {
  const { isUpgrade: asked }: Partial<ExtendableContext> = context;
  if (asked === undefined && asksForWebSocket(context.req)) throw new UsageError('WS_USAGE_NOT_ATTACHED', context.path);
  answerOn(context, refusalOfPlain(context.req));
}
