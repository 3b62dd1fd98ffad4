// The decorator by which a class carries its route.
import { UsageError } from '../vocabulary/errors.js';
import { WebSocket } from '../socket/web-socket.js';
import type { ServerOptions } from './server-options.js';

/** A class of sockets, as doors take it: they make one instance a connection. */
export type WebSocketClass<Socket extends WebSocket = WebSocket> = new (...dependencies: never[]) => Socket;

/** What `@WebSocketRoute` has written on a class. */
export interface CarriedRoute {
  readonly path: string;
  readonly options: Partial<ServerOptions>;
}

const routes = new WeakMap<object, CarriedRoute>();

/**
 * Gives a class its path and the options of its own, which go before the server's. It works as a standard decorator and as a
 * legacy one (`experimentalDecorators`), which NestJS uses.
 *
 * @param path `/chat/:room` makes `this.request.params.room`; `/files/*path` takes all that is left
 * @example
 * @WebSocketRoute('/chat/:room', { subprotocols: ['chat.v1'] })
 * class Chat extends WebSocket {}
 */
export function WebSocketRoute(path: string, options: Partial<ServerOptions> = {}) {
  return <Class extends WebSocketClass>(target: Class, _context?: unknown): void => {
    demandWebSocketClass(target);
    routes.set(target, { path, options });
  };
}

/** The route that a class carries; throws a UsageError when it carries none. */
export function carriedRoute(target: WebSocketClass): CarriedRoute {
  const route = routes.get(target);
  if (route === undefined) {
    throw new UsageError(
      'WS_USAGE_ROUTE',
      target,
      'give the class a path by @WebSocketRoute, or list it as { path: Class }',
    );
  }
  return route;
}

/** The options that a class carries, if any. */
export function carriedOptions(target: WebSocketClass): Partial<ServerOptions> {
  return routes.get(target)?.options ?? {};
}

/** Throws a UsageError for what is not a class of sockets. */
export function demandWebSocketClass(target: unknown): asserts target is WebSocketClass {
  if (typeof target !== 'function' || !(target.prototype instanceof WebSocket || target === WebSocket)) {
    throw new UsageError('WS_USAGE_ROUTE', target, 'a route needs a class that extends WebSocket');
  }
}
