// A client for tests of an application: no port, but the whole handshake, guards and all.
import type { INestApplication } from '@nestjs/common';
import { UsageError, type WebSocket } from '@ws4ts/core';
import { connectInMemory, type MemoryClientOptions } from '@ws4ts/core/testing';
import type { Server } from 'node:http';

/**
 * Connects a client with an endpoint of an application that has been initialised (`app.init()`) and need not listen.
 * Rejects with a HandshakeError when the client is refused: `status`, `headers` and `body` are what it was sent. Throws a
 * UsageError for an application without a `WebSocketModule`.
 *
 * @param path path and query, with the global prefix
 * @example
 * const client = await createTestSocket(app, '/chat/lobby', { headers: { authorization: 'Bearer sesame' } });
 * client.send('hello');
 * expect((await client.receive()).text).toBe('hello');
 */
export async function createTestSocket(
  app: Pick<INestApplication, 'getHttpServer'>,
  path: string,
  options: MemoryClientOptions = {},
): Promise<WebSocket> {
  const server = app.getHttpServer() as Server;
  if (server.listenerCount('upgrade') === 0) {
    throw new UsageError('WS_USAGE_OPTION', app, 'import WebSocketModule.forRoot(), and await app.init() first');
  }
  return connectInMemory(path, options, ({ request, socket, head }) => server.emit('upgrade', request, socket, head));
}
