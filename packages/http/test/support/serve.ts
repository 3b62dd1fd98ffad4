import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Server as SecureServer } from 'node:https';
import type { Routes } from '@ws4ts/core';
import { attach, type AttachOptions, type Attachment, type HttpServer } from '../../src/index.js';

/** A server that listens and serves sockets. */
export interface Served {
  readonly url: string;
  readonly sockets: Attachment;
  stop(): Promise<void>;
}

/** Attaches routes to a server and lets it listen on a free port. */
export async function serve(server: HttpServer, routes: Routes, options?: AttachOptions): Promise<Served> {
  const sockets = attach(server, routes, options);
  const url = await listen(server);
  return {
    url,
    sockets,
    async stop() {
      await sockets.close();
      await stop(server);
    },
  };
}

/** Listens on a free port, and returns where. */
export async function listen(server: HttpServer): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return server instanceof SecureServer ? `wss://localhost:${port}` : `ws://127.0.0.1:${port}`;
}

/** Ends a server and all that is connected to it. */
export async function stop(server: HttpServer): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
