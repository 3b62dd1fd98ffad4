// A client that asks a door for an upgrade, with the bare other end of its wire.
import { accept, type Door, type Upgrade } from '../../src/server/accept.js';
import { Router } from '../../src/server/router.js';
import type { ServerOptions } from '../../src/server/server-options.js';
import type { WebSocketClass } from '../../src/server/web-socket-route.js';
import { WebSocketManager } from '../../src/groups/manager.js';
import type { WebSocket } from '../../src/socket/web-socket.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { CollectingLogger } from './collecting-logger.js';
import { RawPeer } from './raw-peer.js';

/** The handshake of §1.3. */
export const HEADERS: Readonly<Record<string, string>> = {
  host: 'server.example.com',
  upgrade: 'websocket',
  connection: 'Upgrade',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version': '13',
};

export interface Asking {
  readonly route?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly options?: Partial<ServerOptions>;
  readonly door?: Partial<Door>;
  readonly head?: Buffer;
  /** The server's end of the wire and the client's. */
  readonly wire?: readonly [Upgrade['socket'], Upgrade['socket']];
}

/** Asks for a socket of a class. */
export function ask(target: WebSocketClass, asking: Asking = {}) {
  const { route = '/', url = route, head = Buffer.alloc(0), wire = MemorySocket.pair() } = asking;
  const logger = new CollectingLogger();
  const match = new Router({ [route]: target }, { logger, ...asking.options }).match(url)!;
  const given = Object.entries({ ...HEADERS, ...asking.headers }).filter((entry) => entry[1] !== undefined);
  const request = {
    method: 'GET',
    url,
    httpVersion: '1.1',
    headers: Object.fromEntries(given),
    rawHeaders: given.flat() as string[],
    socket: { remoteAddress: '192.0.2.1' },
  };
  const manager = new WebSocketManager<WebSocket>();
  const accepted = accept({ request, socket: wire[0], head }, match, asking.door ?? {}, manager);
  return { accepted, peer: new RawPeer(wire[1]), stream: wire[0], manager, logger, request };
}
