// Servers on free ports of 127.0.0.1 for a client to connect to, and how all of them end.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketManager } from '../../src/groups/manager.js';
import { silentLogger } from '../../src/options/logger.js';
import { accept } from '../../src/server/accept.js';
import { Router } from '../../src/server/router.js';
import type { ServerOptions } from '../../src/server/server-options.js';
import type { WebSocketClass } from '../../src/server/web-socket-route.js';
import { pathOf } from '../../src/socket/upgrade-request.js';
import type { WebSocket } from '../../src/socket/web-socket.js';

const pem = (name: string): string =>
  readFileSync(new URL(`../../../../tools/contract/fixtures/${name}.pem`, import.meta.url), 'utf8');

/** The certificate of the secure servers; the names in it are localhost and 127.0.0.1. And its key. */
export const certificate = pem('certificate');
export const key = pem('key');

export interface Serving {
  readonly options?: Partial<ServerOptions>;
  readonly isSecure?: boolean;
  /** Listens on this Unix socket, and on no port. */
  readonly socketPath?: string;
  /** Answers requests for no upgrade, and upgrades that `target` is not there for. */
  readonly answer?: RequestListener;
}

/** A server and what it has seen. */
export interface Served<Target extends WebSocket = WebSocket> {
  /** `ws://` or `wss://`, host and port. */
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  readonly requests: IncomingMessage[];
  /** The next socket that opens. */
  readonly opened: () => Promise<Target>;
}

const closers: (() => Promise<void>)[] = [];

/** Ends all servers and their connections: for `afterEach`. */
export async function closeServers(): Promise<void> {
  await Promise.all(closers.splice(0).map((close) => close()));
}

/** Listens until `closeServers`, and returns the port. */
export async function listen(server: NetServer, where: string | number = 0): Promise<number> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('close', () => sockets.delete(socket));
  };
  server.on('connection', keep);
  if (typeof where === 'string') server.listen(where);
  else server.listen(where, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return typeof where === 'string' ? 0 : (server.address() as AddressInfo).port;
}

/** Serves a class for every path. */
export async function serve<Target extends WebSocket>(
  target: WebSocketClass<Target> | undefined,
  { options, isSecure = false, socketPath, answer = (_, response) => response.writeHead(404).end() }: Serving = {},
): Promise<Served<Target>> {
  const server = isSecure
    ? createSecureServer({ cert: certificate, key, requestCert: true, rejectUnauthorized: false }, answer)
    : createServer(answer);
  const requests: IncomingMessage[] = [];
  const sockets: Target[] = [];
  const takers: ((socket: Target) => void)[] = [];
  const manager = new WebSocketManager<WebSocket>();
  server.on('request', (request: IncomingMessage) => requests.push(request));
  if (target !== undefined) {
    const router = new Router({ '/:a': target, '/': target, '/:a/:b': target }, { logger: silentLogger, ...options });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      requests.push(request);
      const match = router.match(pathOf(request.url ?? '/'))!;
      void Promise.resolve(accept({ request, socket, head }, match, {}, manager)).then((opened) => {
        if (opened === undefined) return;
        const take = takers.shift();
        if (take) take(opened as Target);
        else sockets.push(opened as Target);
      });
    });
  }
  const port = await listen(server, socketPath ?? 0);
  return {
    url: isSecure ? `wss://localhost:${port}` : `ws://127.0.0.1:${port}`,
    port,
    server,
    requests,
    opened: () => {
      const socket = sockets.shift();
      return socket ? Promise.resolve(socket) : new Promise((resolve) => takers.push(resolve));
    },
  };
}
