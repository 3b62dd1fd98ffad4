// Connections without a handshake: a socket on one end of a wire, and the bare other end.
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { MessageCodec } from '../../src/extensions/extension.js';
import { CONNECTION_OPTIONS, type ConnectionOptions } from '../../src/options/connection-options.js';
import { silentLogger } from '../../src/options/logger.js';
import { resolveOptions } from '../../src/options/option-table.js';
import { attachStream, type WebSocket } from '../../src/socket/web-socket.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import type { Role } from '../../src/vocabulary/role.js';
import { RawPeer } from './raw-peer.js';

export interface Establishing {
  readonly role?: Role;
  readonly options?: Partial<ConnectionOptions>;
  /** Compresses messages, as if that had been negotiated. */
  readonly codec?: MessageCodec;
  /** Bytes that came with the handshake. */
  readonly head?: Buffer;
}

/** Starts a socket on a stream, as a door would after the handshake. */
export function establish<Socket extends WebSocket>(socket: Socket, stream: Duplex, given: Establishing = {}): Socket {
  const { role = 'server', codec, head = Buffer.alloc(0) } = given;
  const options = resolveOptions(CONNECTION_OPTIONS, { logger: silentLogger, ...given.options });
  attachStream(socket, { stream, role, options, subprotocol: undefined, codec }).start(head);
  return socket;
}

/** A socket in memory and the bare other end. */
export function withRawPeer<Socket extends WebSocket>(socket: Socket, given: Establishing = {}) {
  const [near, far] = MemorySocket.pair();
  const peer = new RawPeer(near);
  establish(socket, far, given);
  return { socket, peer, stream: far };
}

/** Both ends of one connection through the kernel, the second as a server of node:http would have it. */
export async function connectedSockets(): Promise<[client: Socket, server: Socket]> {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [[accepted]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
    [Socket],
    unknown,
  ];
  server.close();
  open.push(client, accepted);
  return [client, accepted];
}

const open: Socket[] = [];

/** Destroys the sockets that tests have opened: for `afterEach`. */
export function destroySockets(): void {
  for (const socket of open.splice(0)) socket.destroy();
}
