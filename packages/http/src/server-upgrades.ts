// What all doors on one server share: one listener for its upgrades, which leaves to others what is theirs.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  consoleLogger,
  HandshakeError,
  pathOf,
  refusalOf,
  UsageError,
  writeRefusal,
  type Logger,
  type ServerOptions,
  type Upgrade,
} from '@ws4ts/core';
import { asksForWebSocket } from '@ws4ts/core/protocol';
import { HandshakeClock } from './handshake-clock.js';
import { OpenResponses } from './open-responses.js';
import { answerPlain, refusalOfBroken, refusalOfPlain } from './plain-request.js';

/** A server of node:http or node:https. */
export type HttpServer = Server | SecureServer;

/** A client of node:http that asks for an upgrade. */
export interface HttpUpgrade extends Upgrade {
  readonly request: IncomingMessage;
  /** Whether others hear the server's upgrades too, and may have begun to answer this one. */
  readonly isShared: boolean;
}

/** Who takes upgrades of a server; `upgradesOf(server)` brings clients to it from `add` to `retire`. */
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

type Listener = (...heard: unknown[]) => void;

const HANDSHAKE_TIMEOUT = 10_000;
const known = new WeakMap<HttpServer, ServerUpgrades>();

/** The one `ServerUpgrades` of a server. Throws a UsageError for what is no server. */
export function upgradesOf(server: HttpServer): ServerUpgrades {
  // A Koa or Express app can listen too, but has no address.
  if (typeof server?.address !== 'function') throw new UsageError('WS_USAGE_SERVER', server);
  let upgrades = known.get(server);
  if (upgrades === undefined) known.set(server, (upgrades = new ServerUpgrades(server)));
  return upgrades;
}

/** Hands a server's upgrades to its doors. It hears the server while there are any. */
export class ServerUpgrades {
  /** Those that are open first, and of these the ones that take any path last. */
  private doors: readonly UpgradeTaker[] = [];
  private readonly retired = new Set<UpgradeTaker>();
  private readonly responses = new OpenResponses((request) => this.onAnswered(request));
  private readonly clock = new HandshakeClock((socket) => this.onLate(socket));
  /** Of node:https: the connections before TLS. Node bounds the rest of the TLS handshake itself, but waits long for its beginning. */
  private readonly silence = new HandshakeClock((socket) => {
    if (socket.bytesRead === 0) socket.destroy();
  });

  private readonly listeners: readonly (readonly [event: string, listener: (...heard: never[]) => void])[];

  constructor(private readonly server: HttpServer) {
    // Servers of node:https are those with this method of TLS's. Their class is not imported: that would load all of TLS.
    const isSecure = 'setSecureContext' in server;
    this.listeners = [
      ['connection', isSecure ? this.onTcpConnection : this.onConnection],
      ['secureConnection', this.onConnection],
      ['request', this.onRequest],
      ['upgrade', this.onUpgrade],
      ['connect', this.onConnect],
      ['clientError', this.onClientError],
      ['close', this.onClose],
    ];
  }

  /** Brings clients to a door. Those that have retired leave: there is somebody again to say what is here. */
  add(door: UpgradeTaker): void {
    if (this.doors.length === 0)
      for (const [event, listener] of this.listeners) this.server.on(event, listener as Listener);
    this.dropRetired();
    this.arrange([...this.doors, door]);
  }

  /** Brings to a door that turns everybody away only those whom nobody else takes, and no one once the server has closed. */
  retire(door: UpgradeTaker): void {
    if (!this.doors.includes(door)) return;
    this.retired.add(door);
    this.arrange(this.doors);
  }

  private arrange(doors: readonly UpgradeTaker[]): void {
    const rank = (door: UpgradeTaker): number => (this.retired.has(door) ? 2 : Number(door.takesAnyPath));
    this.doors = [...doors].sort((one, other) => rank(one) - rank(other));
    // They share the time before a request's path is known: the longest of theirs.
    const open = this.doors.filter((door) => !this.retired.has(door));
    const times = open.map(({ options }) => options.handshakeTimeout ?? HANDSHAKE_TIMEOUT);
    if (times.length > 0) this.clock.timeout = this.silence.timeout = Math.max(...times, 1);
  }

  private dropRetired(): void {
    this.doors = this.doors.filter((door) => !this.retired.has(door));
    this.retired.clear();
  }

  private readonly onClose = (): void => {
    this.dropRetired();
    this.clock.stop();
    this.silence.stop();
    if (this.doors.length > 0) return;
    for (const [event, listener] of this.listeners) this.server.off(event, listener as Listener);
  };

  private readonly onConnection = (socket: Socket): void => this.clock.begin(socket);

  private readonly onTcpConnection = (socket: Socket): void => this.silence.begin(socket);

  private readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const isShared = this.server.listenerCount('upgrade') > 1;
    this.inTurn(socket, () => {
      this.clock.leave(socket);
      if (socket instanceof Socket) socket.setTimeout(0).setNoDelay(true);
      const upgrade = { request, socket, head, isShared };
      if (asksForWebSocket(request)) {
        if (this.doors.some((door) => door.take(upgrade))) return;
      } else if (!isShared && this.doors.some((door) => door.takePlain?.(upgrade))) return;
      if (!isShared) writeRefusal(socket, this.unwanted(request), request.method);
    });
  };

  /** Node would cut the connection without a word. */
  private readonly onConnect = (request: IncomingMessage, socket: Duplex): void => {
    if (this.server.listenerCount('connect') > 1) this.clock.end(socket);
    else this.inTurn(socket, () => writeRefusal(socket, this.unwanted(request), request.method));
  };

  /** Goes on when the connection is owed no response to an earlier request. That must come in time, as a handshake must. */
  private inTurn(socket: Duplex, next: () => void): void {
    this.clock.end(socket);
    if (!this.responses.isOwed(socket)) return next();
    // Node does not hear the socket any more, and an error without a listener would end the process.
    const destroy = (): void => void socket.destroy();
    socket.on('error', destroy);
    if (socket instanceof Socket) this.clock.start(socket);
    this.responses.whenAnswered(socket, () => {
      this.clock.end(socket);
      // The response may have been the last that its connection is for.
      if (!socket.writable) return;
      socket.off('error', destroy);
      next();
    });
  }

  private readonly onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    this.clock.end(request.socket);
    this.responses.add(response);
    if (this.server.listenerCount('request') === 1) answerPlain(request, response, this.unwanted(request));
  };

  private onAnswered({ socket, complete }: IncomingMessage): void {
    // What follows is not the rest of a body that nobody wanted.
    if (complete && !socket.destroyed) this.clock.startAgain(socket);
  }

  private onLate(socket: Socket): void {
    const refusal = HandshakeError.for('WS_TIMEOUT', `${this.clock.timeout} ms`);
    // Browsers keep silent connections in reserve: they are not worth a line.
    this.refuse(socket, socket.bytesRead > 0 ? refusalOf(refusal, undefined, this.logger) : refusal);
  }

  /** Node would answer and cut at once, which turns into a reset for a client that is still sending. */
  private readonly onClientError = (error: NodeJS.ErrnoException, socket: Duplex): void => {
    this.clock.end(socket);
    if (this.server.listenerCount('clientError') > 1 || socket.writableEnded) return;
    if (!(socket instanceof Socket && socket.writable)) socket.destroy(error);
    else this.refuse(socket, refusalOf(refusalOfBroken(error), undefined, this.logger));
  };

  /** Answers who has made no request, or cuts who would take that for the response to an earlier one. */
  private refuse(socket: Socket, refusal: HandshakeError): void {
    if (this.responses.isOwed(socket)) socket.destroy();
    else writeRefusal(socket, refusal);
  }

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
    const isTunnel = request.method === 'CONNECT';
    const isBad = isOurs || isForeign || isTunnel;
    return refusalOf(
      isBad ? refusalOfPlain(request) : HandshakeError.for('WS_NOT_FOUND', pathOf(url)),
      url,
      this.logger,
    );
  }
}
