// What a test of gateways opens, and how all of it is closed again.
import 'reflect-metadata';
import { createServer, type AddressInfo } from 'node:net';
import { on, once } from 'node:events';
import type { INestApplication, NestApplicationOptions, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CollectedLog } from '@ws4ts/contract';
import WebSocket from 'ws';
import { WebSocketAdapter, type WebSocketAdapterOptions } from '../../../src/index.js';

/** How an application is made. */
export interface Making {
  readonly options?: WebSocketAdapterOptions;
  readonly nest?: NestApplicationOptions;
  /** Makes another application than that of Express. */
  readonly create?: (
    module: Awaited<ReturnType<ReturnType<typeof Test.createTestingModule>['compile']>>,
  ) => INestApplication;
  /** Called before the application listens. */
  readonly prepare?: (app: INestApplication, adapter: WebSocketAdapter) => void;
}

/** The messages of each client, from the first on: several may come at once. */
const inboxes = new WeakMap<WebSocket, AsyncIterator<unknown>>();

/** Applications and clients of one test at a time. */
export class GatewayStage {
  readonly log = new CollectedLog();
  #apps: INestApplication[] = [];
  #clients: WebSocket[] = [];

  /** Starts an application of these providers on a free port, and returns where clients find it: `ws://…` without a path. */
  async serve(providers: Type[], { options, nest, create, prepare }: Making = {}): Promise<string> {
    const module = await Test.createTestingModule({ providers }).compile();
    const settings = { logger: false as const, ...nest };
    const app = create ? create(module) : module.createNestApplication(settings);
    app.useLogger(false);
    const adapter = new WebSocketAdapter(app, { logger: this.log, ...options });
    app.useWebSocketAdapter(adapter);
    prepare?.(app, adapter);
    this.#apps.push(app);
    await app.listen(0, '127.0.0.1');
    return (await app.getUrl()).replace(/^http/, 'ws');
  }

  /** The application that was started last. */
  get app(): INestApplication {
    return this.#apps.at(-1)!;
  }

  /** Connects a client of `ws` that waits until it is open. */
  async open(url: string, protocols: string[] = [], options: WebSocket.ClientOptions = {}): Promise<WebSocket> {
    const client = this.connect(url, protocols, options);
    await once(client, 'open');
    return client;
  }

  /** Connects a client of `ws`. */
  connect(url: string, protocols: string[] = [], options: WebSocket.ClientOptions = {}): WebSocket {
    const client = new WebSocket(url, protocols, options);
    this.#clients.push(client);
    inboxes.set(client, on(client, 'message') as AsyncIterator<unknown>);
    return client;
  }

  /** Connects a client of `ws` and waits for what it is told first. */
  async openAndHear(
    url: string,
    options: WebSocket.ClientOptions = {},
  ): Promise<{ client: WebSocket; first: unknown }> {
    const client = this.connect(url, [], options);
    return { client, first: await next(client) };
  }

  /** Ends everything; throws when the adapter has logged what no test has asked for. */
  async clear(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.on('error', () => {}).terminate();
    for (const app of this.#apps.splice(0)) await app.close();
    const logged = [...this.log.takeErrors(), ...this.log.takeWarnings()];
    if (logged.length > 0) throw new Error('the adapter has logged something', { cause: logged });
  }
}

/** Sends an event and returns the next message, as JSON. */
export async function ask(client: WebSocket, event: string, data?: unknown): Promise<unknown> {
  client.send(JSON.stringify({ event, data }));
  return next(client);
}

/** The next message, as JSON. */
export async function next(client: WebSocket): Promise<unknown> {
  const { value } = (await inboxes.get(client)!.next()) as { value: [Buffer] };
  return JSON.parse(value[0].toString());
}

/** How the next connection attempt is refused: the status of the answer. */
export async function refusal(client: WebSocket): Promise<number | undefined> {
  const [, response] = (await once(client, 'unexpected-response')) as [unknown, { statusCode?: number }];
  return response.statusCode;
}

/** A port that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
