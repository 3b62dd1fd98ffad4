// What all doors on one server share: one listener for its upgrades, which leaves to others what is theirs.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  consoleLogger,
  HandshakeError,
  refusalOf,
  writeRefusal,
  type Logger,
  type ServerOptions,
  type Upgrade,
} from '@ws4ts/core';
import { asksForWebSocket } from '@ws4ts/core/protocol';
import { HandshakeClock } from './handshake-clock.js';
import { answerPlain, refusalOfBroken, refusalOfPlain } from './plain-request.js';

/** A server of node:http or node:https. */
export type HttpServer = Server | SecureServer;

/** A client of node:http that asks for an upgrade. */
export interface HttpUpgrade extends Upgrade {
  readonly request: IncomingMessage;
  /** Whether others hear the server's upgrades too, and may have begun to answer this one. */
  readonly isShared: boolean;
}

/** Who takes upgrades of a server; `upgradesOf(server)` brings clients to it from `add` to `remove`. */
export interface UpgradeTaker {
  /** The options of all its sockets; `handshakeTimeout` and `logger` concern the server as a whole. */
  readonly options: Partial<ServerOptions>;
  /** Whether it takes upgrades for any path; it is then asked after all others. */
  readonly takesAnyPath: boolean;
  /** Whether a request target (path and query) is known to be its own. */
  handles(url: string): boolean;
  /** Takes a client that asks for a WebSocket; returns false when it is for somebody else. */
  take(upgrade: HttpUpgrade): boolean;
  /** Answers a client that asks for another protocol as if it had not asked, or returns false. */
  takePlain?(upgrade: HttpUpgrade): boolean;
}

const HANDSHAKE_TIMEOUT = 10_000;
const known = new WeakMap<HttpServer, ServerUpgrades>();

/** The one `ServerUpgrades` of a server. */
export function upgradesOf(server: HttpServer): ServerUpgrades {
  let upgrades = known.get(server);
  if (upgrades === undefined) known.set(server, (upgrades = new ServerUpgrades(server)));
  return upgrades;
}

/** Hands a server's upgrades to its doors. It hears the server while there are any. */
export class ServerUpgrades {
  private doors: readonly UpgradeTaker[] = [];
  private readonly clock = new HandshakeClock((refusal) => void refusalOf(refusal, undefined, this.logger));
  private readonly connectionEvent: string;

  constructor(private readonly server: HttpServer) {
    // Servers of node:https are those with this method of TLS's. Their class is not imported: that would load all of TLS.
    this.connectionEvent = 'setSecureContext' in server ? 'secureConnection' : 'connection';
  }

  /** Brings clients to a door. */
  add(door: UpgradeTaker): void {
    if (this.doors.length === 0) {
      this.server
        .on(this.connectionEvent, this.onConnection)
        .on('request', this.onRequest)
        .on('upgrade', this.onUpgrade)
        .on('clientError', this.onClientError);
    }
    this.doors = [...this.doors, door].sort((one, other) => Number(one.takesAnyPath) - Number(other.takesAnyPath));
    this.setClock();
  }

  /** Brings no more clients to a door. */
  remove(door: UpgradeTaker): void {
    this.doors = this.doors.filter((one) => one !== door);
    this.setClock();
    if (this.doors.length > 0) return;
    this.server
      .off(this.connectionEvent, this.onConnection)
      .off('request', this.onRequest)
      .off('upgrade', this.onUpgrade)
      .off('clientError', this.onClientError);
    this.clock.stop();
  }

  /** The doors share the time before a request's path is known: the longest of theirs. */
  private setClock(): void {
    const times = this.doors.map(({ options }) => options.handshakeTimeout ?? HANDSHAKE_TIMEOUT);
    this.clock.timeout = Math.max(...times, 1);
  }

  private readonly onConnection = (socket: Socket): void => this.clock.start(socket);

  private readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    this.clock.end(socket);
    if (socket instanceof Socket) socket.setTimeout(0).setNoDelay(true);
    const isShared = this.server.listenerCount('upgrade') > 1;
    const upgrade = { request, socket, head, isShared };
    if (asksForWebSocket(request)) {
      if (this.doors.some((door) => door.take(upgrade))) return;
    } else if (!isShared && this.doors.some((door) => door.takePlain?.(upgrade))) return;
    if (isShared) return;
    writeRefusal(socket, this.unwanted(request), request.method);
  };

  private readonly onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    this.clock.end(request.socket);
    if (this.server.listenerCount('request') === 1) answerPlain(request, response, this.unwanted(request));
  };

  /** Node would answer and cut at once, which turns into a reset for a client that is still sending. */
  private readonly onClientError = (error: NodeJS.ErrnoException, socket: Duplex): void => {
    this.clock.end(socket);
    if (this.server.listenerCount('clientError') > 1 || socket.writableEnded) return;
    if (socket instanceof Socket && socket.writable && socket.bytesWritten === 0) {
      writeRefusal(socket, refusalOf(refusalOfBroken(error), undefined, this.logger));
    } else socket.destroy(error);
  };

  /** Where it is said why someone was refused before any door was found for them. */
  private get logger(): Logger {
    const [first] = this.doors;
    return first?.options.logger ?? consoleLogger;
  }

  /** What is said to a request that nobody wants. */
  private unwanted(request: IncomingMessage): HandshakeError {
    const url = request.url ?? '/';
    const isOurs = this.doors.some((door) => door.handles(url));
    const isForeign = request.headers.upgrade !== undefined && !asksForWebSocket(request);
    const refusal = isOurs || isForeign ? refusalOfPlain(request) : HandshakeError.for('WS_NOT_FOUND', url);
    return refusalOf(refusal, url, this.logger);
  }
}
