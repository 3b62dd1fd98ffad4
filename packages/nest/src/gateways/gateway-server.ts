// What a gateway is given as its server: the clients of one path of one port.
import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Doorkeeper,
  type Door,
  type HookResult,
  type ServerOptions,
  type WebSocket,
  type WebSocketManager,
} from '@ws4ts/core';
import { attachDoor, type Attachment, type HttpServer } from '@ws4ts/http';
import type { MessageReading } from './client/gateway-messages.js';
import { GatewaySocket, type GatewayHost } from './client/gateway-socket.js';
import { verify, type VerifyClient } from './verify-client.js';

/** The events of a gateway's server and what their listeners are given. */
export interface ServerEvents {
  /** A client has come in, by this request. */
  connection: [client: GatewaySocket, request: IncomingMessage];
  /** The port of its own cannot be served. */
  error: [error: Error];
  /** The port of its own is open. */
  listening: [];
  /** All clients are gone, and none comes in any more. */
  close: [];
}

/** The path of a server that takes every path. */
const EVERY_PATH = '/*path';

const WAYS: Door = { hooks: (own) => GatewaySocket.hooks(own) };
/** How long a client may take to answer the close frame: Nest closes a gateway before the rest of its application. */
const DRAIN_TIMEOUT = 1_000;

/**
 * The clients of one path of one port; all gateways of that path share it. It can be used like a `WebSocketServer` of `ws`: it has
 * `clients`, `path`, `address()`, `close()`, and the events `connection`, `error`, `listening` and `close`.
 */
export class GatewayServer extends EventEmitter<ServerEvents> implements GatewayHost {
  /** Those who are connected. */
  readonly clients: Set<GatewaySocket> = new Set();
  private readonly attachment: Attachment;
  private closing: Promise<void> | undefined;

  /** @internal */
  constructor(
    /** @internal */
    readonly httpServer: HttpServer,
    /** The path that clients ask for; undefined when every path will do. */
    readonly path: string | undefined,
    /** @internal */
    readonly reading: MessageReading,
    options: Partial<ServerOptions>,
    private readonly verifyClient: VerifyClient | undefined,
  ) {
    super();
    const routes = { [path ?? EVERY_PATH]: socketsOf(this) };
    this.attachment = attachDoor(httpServer, routes, options, new Doorkeeper(), () => WAYS);
  }

  /** The same clients as a group: for `broadcast`, which frames a message once for all, and for rooms. */
  get manager(): WebSocketManager<WebSocket> {
    return this.attachment.manager;
  }

  /** @internal Whether it gets the clients of a path. */
  handles(path: string): boolean {
    return this.attachment.handles(path);
  }

  /** Where the HTTP server listens; null while it does not. */
  address(): AddressInfo | string | null {
    return this.httpServer.address();
  }

  /**
   * Lets nobody in any more, sends everyone home with 1001, and resolves, and calls back, when all are gone. Other than in `ws`
   * the clients are sent a close frame; who has not answered it after a second is cut.
   */
  async close(callback?: () => void): Promise<void> {
    this.closing ??= this.attachment.close({ timeout: DRAIN_TIMEOUT }).then(() => void this.emit('close'));
    await this.closing;
    callback?.();
  }

  /** @internal */
  requested(request: IncomingMessage): HookResult {
    return this.verifyClient && verify(this.verifyClient, request);
  }

  /** @internal */
  opened(client: GatewaySocket, request: IncomingMessage): void {
    this.clients.add(client);
    this.emit('connection', client, request);
  }

  /** @internal */
  closed(client: GatewaySocket): void {
    this.clients.delete(client);
  }
}

/** The class that a door makes a server's clients of. */
function socketsOf(server: GatewayServer): new () => GatewaySocket {
  return class Client extends GatewaySocket {
    constructor() {
      super(server);
    }
  };
}
