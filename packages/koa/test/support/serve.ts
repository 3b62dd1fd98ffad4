import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type Koa from 'koa';
import type { HttpServer } from '@ws4ts/http';
import { attach, type AttachOptions, type KoaAttachment } from '../../src/index.js';

/** A server that listens and sends its upgrades through an app. */
export interface Served {
  readonly url: string;
  readonly server: HttpServer;
  readonly sockets: KoaAttachment;
  stop(): Promise<void>;
}

/** Attaches an app to a server of its own, or to another, and lets it listen on a free port. */
export async function serve<StateT, ContextT>(
  app: Koa<StateT, ContextT>,
  options?: AttachOptions,
  server: HttpServer = createServer(),
): Promise<Served> {
  const handle = app.callback();
  (server as Server).on('request', (request, response) => void handle(request, response));
  const sockets = attach(server, app, options);
  const url = await listen(server);
  return {
    url,
    server,
    sockets,
    async stop() {
      await sockets.close();
      await stop(server);
    },
  };
}

async function listen(server: HttpServer): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return server instanceof SecureServer ? `wss://localhost:${port}` : `ws://127.0.0.1:${port}`;
}

async function stop(server: HttpServer): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
