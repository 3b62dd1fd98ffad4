// What a socket knows of its connection, and how it ends one. A base class of `WebSocket`, so that a connection costs one
// object; sending is sending-socket.ts, receiving web-socket.ts.
import type { Duplex } from 'node:stream';
import type { Connection } from '../connection/connection.js';
import type { HookResult } from '../connection/hooks.js';
import type { ConnectionState } from '../connection/sending-side.js';
import type { MessageCodec } from '../extensions/extension.js';
import type { ConnectionOptions } from '../options/connection-options.js';
import { consoleLogger } from '../options/logger.js';
import { CloseCode } from '../vocabulary/close-codes.js';
import { UsageError } from '../vocabulary/errors.js';
import type { Role } from '../vocabulary/role.js';
import { millisecondsSince1970 } from './expiry.js';
import type { UpgradeRequest } from './upgrade-request.js';
import { WebSocketHooks } from './web-socket-hooks.js';

/** What a socket's connection is made of once the handshake is done. */
export interface EstablishedStream {
  readonly stream: Duplex;
  readonly role: Role;
  readonly options: ConnectionOptions;
  readonly subprotocol: string | undefined;
  readonly codec: MessageCodec | undefined;
}

/** Gives a new instance its request and calls `requested`: for what makes sockets, not for those who use them. */
export let attachRequest: (socket: ConnectedSocket, request: UpgradeRequest) => HookResult;
/** Gives an instance its connection; throws a UsageError for one that has one. */
export let attachConnection: <Socket extends ConnectedSocket>(
  socket: Socket,
  established: EstablishedStream,
  make: () => Connection<Socket>,
) => Connection<Socket>;
/** The connection of a socket; throws a UsageError before there is one. */
export let connectionOf: (socket: ConnectedSocket) => Connection<unknown>;

/** A socket without its messages. */
export abstract class ConnectedSocket extends WebSocketHooks {
  #connection: Connection<unknown> | undefined;
  #request: UpgradeRequest | undefined;
  #subprotocol: string | undefined;
  #expiresAt: number | undefined;

  protected override unhandledError(error: unknown): HookResult {
    const logger = this.#connection?.options.logger ?? consoleLogger;
    logger.error(`a hook of ${this.constructor.name} has failed; its connection is closed with 1011`, error);
  }

  /** The request that the connection began with. Throws a UsageError before there is one. */
  get request(): UpgradeRequest {
    if (this.#request === undefined) throw notYet('request');
    return this.#request;
  }

  /** The subprotocol that was agreed on, if any. */
  get subprotocol(): string | undefined {
    return this.#subprotocol;
  }

  /** Whether messages may be compressed: permessage-deflate was agreed on. */
  get isCompressed(): boolean {
    return this.#connection?.codec !== undefined;
  }

  /** `connecting` until `opened`, `open`, `closing` once a close frame is sent or received, `closed` when all is over. */
  get state(): 'connecting' | ConnectionState {
    return this.#connection?.state ?? 'connecting';
  }

  /** Whether messages can be sent. */
  get isOpen(): boolean {
    return this.#connection?.state === 'open';
  }

  /** The code that the connection ended with (see `closed`); undefined before. */
  get closeCode(): number | undefined {
    return this.state === 'closed' ? this.#connection?.ending.code : undefined;
  }

  /** The reason that the connection ended with; undefined before. */
  get closeReason(): string | undefined {
    return this.state === 'closed' ? this.#connection?.ending.reason : undefined;
  }

  /** Resolves when the connection is over and `closed` has ended. */
  get whenClosed(): Promise<void> {
    const connection = connectionOf(this);
    return new Promise((resolve) => connection.whenGone(resolve));
  }

  /** The last round trip of a heartbeat in milliseconds, with the time that both sides were busy; undefined before. */
  get latency(): number | undefined {
    return this.#connection?.guard.latency;
  }

  /**
   * When the connection is closed with 3000, "unauthorized"; undefined: never. Set it from `requested` on, to a Date or to
   * milliseconds since 1970; a time that has passed closes at once, and what is no time throws a UsageError.
   */
  get expiresAt(): Date | undefined {
    return this.#expiresAt === undefined ? undefined : new Date(this.#expiresAt);
  }

  set expiresAt(time: Date | number | undefined) {
    this.#expiresAt = time === undefined ? undefined : millisecondsSince1970(time);
    if (this.#connection !== undefined) this.#connection.guard.expiresAt = this.#expiresAt;
  }

  /**
   * Begins the closing handshake; does nothing once it has begun. A peer that does not answer within `closeTimeout` is cut off.
   * @param code 1000 to 1003, 1007 to 1014, or 3000 to 4999 (RFC 6455 §7.4)
   * @param reason at most 123 bytes in UTF-8
   */
  close(code: number = CloseCode.normal, reason = ''): void {
    connectionOf(this).close(code, reason);
  }

  /** Cuts the connection at once; the peer sees 1006. */
  terminate(): void {
    connectionOf(this).terminate();
  }

  /** Closes with 1000 and waits until all is over: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isOpen) this.close();
    await this.whenClosed;
  }

  static {
    attachRequest = (socket, request) => {
      if (socket.#request !== undefined) throw new UsageError('WS_USAGE_ATTACHED', socket);
      socket.#request = request;
      return socket.requested(request);
    };
    attachConnection = (socket, { subprotocol }, make) => {
      if (socket.#connection !== undefined) throw new UsageError('WS_USAGE_ATTACHED', socket);
      const connection = make();
      socket.#subprotocol = subprotocol;
      socket.#connection = connection;
      connection.guard.expiresAt = socket.#expiresAt;
      if (socket.closed !== ConnectedSocket.prototype.closed) socket.#request?.keepAddress();
      return connection;
    };
    connectionOf = (socket) => {
      if (socket.#connection === undefined) throw notYet('connection');
      return socket.#connection;
    };
  }
}

function notYet(what: string): UsageError {
  return new UsageError('WS_USAGE_NOT_OPEN', what, `there is no ${what} yet; use the socket from its opened hook on`);
}
