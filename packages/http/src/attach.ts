// The door to node:http and node:https.
import { Doorkeeper, Router, type Door, type Match, type Routes, type ServerOptions } from '@ws4ts/core';
import { Attachment } from './attachment.js';
import { upgradesOf, type HttpServer } from './server-upgrades.js';

/** Options of `attach`: those of all its routes. What a class carries by `@WebSocketRoute` goes before them. */
export type AttachOptions = Partial<ServerOptions>;

/**
 * Serves classes of sockets on a node:http or node:https server, listening or not, on a port or on a Unix socket.
 *
 * Other users of the server are respected: an upgrade for a path that is none of these, or for another protocol, is left to
 * the server's other `upgrade` listeners, and answered 404 or 426 when there are none. Plain requests are left to its
 * `request` listeners in the same way. A server can be attached to more than once.
 *
 * Throws a UsageError for a route, a class or an option that is no good.
 *
 * @param routes classes by path, `{ '/chat/:room': Chat }`, or classes that carry their path, `[Chat]`
 * @example
 * const server = createServer();
 * const sockets = attach(server, { '/echo': EchoWebSocket });
 * server.listen(9000);
 */
export function attach(server: HttpServer, routes: Routes, options: AttachOptions = {}): Attachment {
  return attachDoor(server, routes, options, new Doorkeeper(), () => NOTHING);
}

const NOTHING: Door = {};

/**
 * Does what `attach` does for a door that is built upon this one.
 * @param doorkeeper lets the clients in, and is closed by the attachment
 * @param waysOf what the door does in its own way for one client
 */
export function attachDoor(
  server: HttpServer,
  routes: Routes,
  options: AttachOptions,
  doorkeeper: Doorkeeper,
  waysOf: (match: Match) => Door,
): Attachment {
  const router = new Router(routes, options);
  const upgrades = upgradesOf(server);
  const attachment = new Attachment(router, options, doorkeeper, waysOf, () => upgrades.retire(attachment));
  upgrades.add(attachment);
  return attachment;
}
