// Runs the gateways of a Nest application on this library: what `WsAdapter` of @nestjs/platform-ws is to `ws`.
import type { IncomingMessage } from 'node:http';
import type { INestApplicationContext, WebSocketAdapter as NestWebSocketAdapter } from '@nestjs/common';
import { CloseCode, type Logger, type ServerOptions } from '@ws4ts/core';
import type { HttpServer } from '@ws4ts/http';
import type { MessageHandler, MessageReading, Transform } from './client/gateway-messages.js';
import {
  normalPath,
  serverOptionsOf,
  type GatewayOptions,
  type MessageParser,
  type WebSocketAdapterOptions,
} from './gateway-options.js';
import { GatewayPort } from './gateway-port.js';
import { GatewayServer } from './gateway-server.js';
import type { GatewaySocket } from './client/gateway-socket.js';
import { nestLogger } from '../nest-logger.js';

/** The port of a gateway that names none: that of the application. */
const APPLICATION_PORT = 0;

const parseJson: MessageParser = (data) => JSON.parse(data.toString()) as ReturnType<MessageParser>;

/**
 * Runs `@WebSocketGateway` classes that were written for `WsAdapter` of `@nestjs/platform-ws`, unchanged:
 *
 * - `@WebSocketGateway({ path })` on the application's own HTTP server, with Express or Fastify, with TLS or without; its path is
 *   `/` when it names none, and may have `:names`, whose values are in `client.request.params`
 * - `@WebSocketGateway(port, { path })` on a port of its own; without a path it takes every path, and has the port to itself
 * - messages `{ "event": …, "data": … }`, or what `messageParser` makes of them, to the `@SubscribeMessage` methods; what these
 *   return, or what an observable that they return emits, is sent as JSON
 * - guards, pipes, interceptors and filters, and the life-cycle interfaces: all of that is Nest's
 *
 * Clients are `GatewaySocket`s and servers `GatewayServer`s, which have what gateways use of `ws`. A message that cannot be read or
 * that no gateway handles is dropped, and the first of a connection is logged. `app.close()` sends every client home with 1001, or
 * cuts them when the application was made with `forceCloseConnections`.
 *
 * @example
 * const app = await NestFactory.create(AppModule);
 * app.useWebSocketAdapter(new WebSocketAdapter(app));
 */
export class WebSocketAdapter implements NestWebSocketAdapter<GatewayServer, GatewaySocket, GatewayOptions> {
  /** Whether `close` cuts clients instead of sending them home. Nest sets it to the option of the same name. */
  forceCloseConnections: boolean | undefined = false;
  private readonly httpServer: HttpServer | undefined;
  private readonly options: Partial<ServerOptions>;
  private readonly logger: Logger;
  private readonly reading: MessageReading;
  private readonly servers: GatewayServer[] = [];
  private readonly ports = new Map<number, GatewayPort>();
  /** Ports that the system chooses: each gateway has one of its own. */
  private readonly chosenPorts: GatewayPort[] = [];

  /**
   * @param appOrServer the application, or its HTTP server; without it, gateways that name no port get any that is free
   * @param options the options of all gateways; see there for what differs from other servers
   */
  constructor(appOrServer?: INestApplicationContext | HttpServer, options: WebSocketAdapterOptions = {}) {
    const { messageParser = parseJson, ...serverOptions } = options;
    this.httpServer = httpServerOf(appOrServer);
    this.logger = serverOptions.logger ?? nestLogger(WebSocketAdapter.name);
    this.options = { ...serverOptions, logger: this.logger };
    this.reading = { parser: messageParser, logger: this.logger };
  }

  /** Sets how messages are read from now on. */
  setMessageParser(parser: MessageParser): void {
    this.reading.parser = parser;
  }

  /**
   * Makes the server of a port and a path; Nest calls it once for all gateways that share both. Throws a UsageError for what cannot
   * be had: a namespace, an option with a bad value, or a port that is shared with a gateway without a path.
   */
  create(port: number, options: GatewayOptions = {}): GatewayServer {
    if (port === APPLICATION_PORT && this.httpServer !== undefined) {
      return this.serve(this.httpServer, normalPath(options.path ?? ''), options);
    }
    const path = options.path ? normalPath(options.path) : undefined;
    const gatewayPort = this.portOf(port, options.host);
    gatewayPort.demandFree(path);
    const server = this.serve(gatewayPort.httpServer, path, options);
    gatewayPort.add(server);
    return server;
  }

  /** @internal Whether a gateway on the application's own server gets the clients of a path. */
  hasGatewayAt(path: string): boolean {
    return this.servers.some((server) => server.httpServer === this.httpServer && server.handles(path));
  }

  /** Calls back for each client that comes in. */
  bindClientConnect(server: GatewayServer, callback: (client: GatewaySocket, request: IncomingMessage) => void): void {
    server.on('connection', callback);
  }

  /** Calls back with the close code when a client has gone. */
  bindClientDisconnect(client: GatewaySocket, callback: (code: number) => void): void {
    client.once('close', callback);
  }

  /** Sends a client away that has come before the application was ready. */
  closeClient(client: GatewaySocket): void {
    client.close(CloseCode.tryAgainLater, 'the application is starting');
  }

  /** Gives a client's messages to the handlers of a gateway. */
  bindMessageHandlers(client: GatewaySocket, handlers: MessageHandler[], transform: Transform): void {
    client.bind(handlers, transform);
  }

  /** Sends a server's clients home, or cuts them, and waits until they are gone. */
  async close(server: GatewayServer): Promise<void> {
    if (this.forceCloseConnections) for (const client of [...server.clients]) client.terminate();
    await server.close();
  }

  /** Closes the servers that are not closed yet, and the ports that gateways had to themselves. */
  async dispose(): Promise<void> {
    await Promise.all(this.servers.splice(0).map((server) => server.close()));
    const ports = [...this.ports.values(), ...this.chosenPorts.splice(0)];
    this.ports.clear();
    await Promise.all(ports.map((port) => port.close()));
  }

  private serve(httpServer: HttpServer, path: string | undefined, options: GatewayOptions): GatewayServer {
    const serverOptions = serverOptionsOf(this.options, options);
    const server = new GatewayServer(httpServer, path, this.reading, serverOptions, options.verifyClient);
    this.servers.push(server);
    return server;
  }

  private portOf(port: number, host: string | undefined): GatewayPort {
    const known = this.ports.get(port);
    if (known !== undefined) return known;
    const opened = new GatewayPort(port, host, this.logger);
    if (port === APPLICATION_PORT) this.chosenPorts.push(opened);
    else this.ports.set(port, opened);
    return opened;
  }
}

/** The server of an application, which may be given by itself; undefined for an application that has none. */
function httpServerOf(appOrServer: INestApplicationContext | HttpServer | undefined): HttpServer | undefined {
  if (appOrServer === undefined) return undefined;
  if ('getHttpServer' in appOrServer) return (appOrServer as { getHttpServer(): HttpServer }).getHttpServer();
  return 'listening' in appOrServer ? appOrServer : undefined;
}
