// Both ends of a connection in memory, for tests: no port, no waiting, the whole handshake and protocol.
import { accept, type Accepted } from '../server/accept.js';
import { Router } from '../server/router.js';
import type { ServerOptions } from '../server/server-options.js';
import type { WebSocketClass } from '../server/web-socket-route.js';
import { silentLogger } from '../options/logger.js';
import { WebSocketManager } from '../groups/manager.js';
import type { WebSocket } from '../socket/web-socket.js';
import { HandshakeError } from '../vocabulary/errors.js';
import { connectInMemory, type MemoryClientOptions } from './connect-in-memory.js';

/** How a pair is made. */
export interface PairOptions extends MemoryClientOptions {
  /** The route's pattern. Default: the path. */
  readonly route?: string;
  /** The path, and query, that the client asks for. Default: `/`. */
  readonly path?: string;
  /** Options of the server's side. */
  readonly server?: Partial<ServerOptions>;
}

/** Both ends of a connection. */
export interface Pair<Server extends WebSocket> {
  readonly server: Server;
  /** The other end: use `send`, `receive()`, `for await`, `close`. */
  readonly client: WebSocket;
}

/**
 * Connects a new instance of a class with a client, in memory.
 * Rejects with a HandshakeError when the class refuses the client.
 *
 * @example
 * const { client } = await pair(Echo);
 * client.send('hello');
 * expect((await client.receive()).data).toBe('hello');
 */
export async function pair<Server extends WebSocket>(
  target: WebSocketClass<Server>,
  options: PairOptions = {},
): Promise<Pair<Server>> {
  const { path = '/' } = options;
  const router = new Router({ [options.route ?? path]: target }, { logger: silentLogger, ...options.server });
  const match = router.match(path.split('?')[0]!);
  if (match === undefined) throw HandshakeError.for('WS_NOT_FOUND', path);
  const manager = new WebSocketManager<WebSocket>();
  let accepted: Accepted | Promise<Accepted>;
  const client = await connectInMemory(path, options, (upgrade) => {
    accepted = accept(upgrade, match, {}, manager);
  });
  return { server: (await accepted) as Server, client };
}
