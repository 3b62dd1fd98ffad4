// The door of a Nest application: its endpoints on its HTTP server, from the start to the drained end.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { ExternalContextCreator, HttpAdapterHost, ModulesContainer, type AbstractHttpAdapter } from '@nestjs/core';
import { Doorkeeper, UsageError, type Match, type ServerOptions, type WebSocketClass } from '@ws4ts/core';
import { attachDoor, type Attachment } from '@ws4ts/http';
import { internalsOf, type NestInternals } from '../enhancers/nest-internals.js';
import { WebSocketAdapter } from '../gateways/web-socket-adapter.js';
import { NestEndpoint } from '../handshake/nest-endpoint.js';
import { jsonCodec } from '../messages/envelope-codec.js';
import { messageHooksOf } from '../messages/message-hooks.js';
import { EndpointExplorer, type Found } from './endpoint-explorer.js';
import { pathsOf } from './endpoint-paths.js';
import { WEB_SOCKET_OPTIONS, type WebSocketModuleOptions } from './module-options.js';
import { nestLogger } from '../nest-logger.js';

type PlainHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Serves all endpoints of an application. */
@Injectable()
export class NestDoor implements OnModuleInit, OnModuleDestroy {
  readonly doorkeeper = new Doorkeeper();
  /** Whether the application shuts down. */
  isDraining = false;
  private attachment: Attachment | undefined;
  private readonly endpoints = new Map<string, NestEndpoint>();

  constructor(
    @Inject(WEB_SOCKET_OPTIONS) private readonly options: WebSocketModuleOptions,
    private readonly explorer: EndpointExplorer,
    private readonly contexts: ExternalContextCreator,
    private readonly adapterHost: HttpAdapterHost<AbstractHttpAdapter>,
    private readonly modules: ModulesContainer,
  ) {}

  /** Whether clients can come in. */
  get isServing(): boolean {
    return this.attachment !== undefined && !this.isDraining;
  }

  /** Nest has registered its routes by now, and not yet its answer to a path that is none. */
  onModuleInit(): void {
    drainFirst(this, this.modules);
    const platform = this.adapterHost?.httpAdapter as AbstractHttpAdapter | undefined;
    // An application without a server, such as one for the command line, has nobody to let in.
    if (platform?.getHttpServer() === undefined) return;
    const { codec = jsonCodec, maxStreams = 100, drain: _, ...given } = this.options;
    if (!Number.isSafeInteger(maxStreams) || maxStreams < 1) {
      throw new UsageError('WS_USAGE_OPTION', maxStreams, 'maxStreams must be a whole number from 1');
    }
    const options: Partial<ServerOptions> = { logger: nestLogger('WebSocket'), ...given };
    const nest = internalsOf(this.contexts);
    const routes: Record<string, WebSocketClass> = {};
    for (const found of this.explorer.explore()) {
      const messages = messageHooksOf(found, nest, {
        codec,
        maxStreams,
        logger: options.logger ?? nestLogger('WebSocket'),
      });
      const endpoint = new NestEndpoint(found, nest, platform, messages);
      for (const path of this.freePaths(found, nest)) {
        routes[path] = found.target;
        this.endpoints.set(path, endpoint);
      }
    }
    const waysOf = (match: Match) => this.endpoints.get(match.endpoint.route.pattern)!.ways();
    this.attachment = attachDoor(platform.getHttpServer(), routes, options, this.doorkeeper, waysOf);
    this.answerPlainRequests(platform, this.attachment);
  }

  /** Closes every socket and waits for it, while all that its hooks may need is still there. */
  async onModuleDestroy(): Promise<void> {
    this.isDraining = true;
    await (this.attachment ?? this.doorkeeper).close(this.options.drain);
  }

  private freePaths(found: Found, { container: { applicationConfig } }: NestInternals): string[] {
    const paths = pathsOf(found, applicationConfig);
    const gateways = applicationConfig.getIoAdapter() as unknown;
    for (const path of paths) {
      if (this.endpoints.has(path)) throw new UsageError('WS_USAGE_ROUTE', path, 'two providers have this path');
      // The gateway would get its clients, past the guards of the class.
      if (gateways instanceof WebSocketAdapter && gateways.hasGatewayAt(path)) {
        throw new UsageError('WS_USAGE_ROUTE', path, `a gateway would get the clients of ${found.target.name}`);
      }
    }
    return paths;
  }

  /** A plain request for the path of a socket is told what it lacks, unless a controller answers it. */
  private answerPlainRequests(platform: AbstractHttpAdapter, attachment: Attachment): void {
    const isTaken = (url: string | undefined): boolean => {
      const match = attachment.match(url ?? '/');
      return match === undefined || hasRoute(platform, match.endpoint.route.pattern);
    };
    const handler: PlainHandler = (request, response, next) => {
      if (isTaken(request.url)) next();
      else attachment.answer(request, response);
    };
    platform.use(handler);
  }
}

/**
 * Nest takes modules down from the root on, and a global one last; sockets have to go before all that their hooks use. So the
 * root module gets a provider that is told before its others.
 */
function drainFirst(door: NestDoor, modules: ModulesContainer): void {
  const [root] = [...modules.values()].toSorted((one, other) => one.distance - other.distance);
  if (root === undefined || root.providers.has(DRAIN)) return;
  root.addProvider({ provide: DRAIN, useValue: { onModuleDestroy: () => door.onModuleDestroy() } });
  root.getProviderByKey(DRAIN).hierarchyLevel = Number.MAX_SAFE_INTEGER;
}

const DRAIN = Symbol('drain of WebSocketModule');

/** Whether Fastify has a page of its own at a path; its middleware runs before its routes, that of Express behind them. */
function hasRoute(platform: AbstractHttpAdapter, url: string): boolean {
  if (platform.getType() !== 'fastify') return false;
  const instance = platform.getInstance<{ hasRoute(route: { method: string; url: string }): boolean }>();
  return instance.hasRoute({ method: 'GET', url });
}
