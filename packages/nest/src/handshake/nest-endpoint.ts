// One class of sockets in a Nest application: makes an instance a connection with Nest's injector, behind the class's guards and
// interceptors.
import { ContextIdFactory, type AbstractHttpAdapter, type ContextId, type ModuleRef } from '@nestjs/core';
import {
  HandshakeError,
  type Door,
  type Hooks,
  type UpgradeRequest,
  type WebSocket,
  type WebSocketClass,
} from '@ws4ts/core';
import { isObservable, lastValueFrom } from 'rxjs';
import { Enhancers, type EnhancedClass } from '../enhancers/enhancers.js';
import type { Method, NestInternals } from '../enhancers/nest-internals.js';
import { handshakeRequestOf } from './handshake-request.js';
import { HandshakeResponse } from './handshake-response.js';
import { hooksInContext, keepContext } from './hooks-in-context.js';
import { refusalOfException } from './refusal-of-exception.js';

/** A provider that is a class of sockets. */
export interface Provided extends EnhancedClass {
  readonly target: WebSocketClass & { readonly prototype: object };
  readonly token: unknown;
  /** Of the module that provides it. */
  readonly moduleRef: ModuleRef;
  /** Whether Nest has made it a singleton, which cannot be a connection. */
  readonly isSingleton: boolean;
  /** Whether enhancers of it are made for each connection. */
  readonly isScoped: boolean;
}

/** What messages with a shape add to an endpoint. */
export interface MessageHooks {
  /** The hooks, with those for messages in their place. */
  over(own: Hooks<WebSocket>): Hooks<WebSocket>;
  /** Tells the context that enhancers of a connection's messages are made in. */
  begin(socket: WebSocket, contextId: ContextId): void;
}

/** What is known of one client while its handshake lasts. */
interface Arrival {
  contextId?: ContextId;
  made?: WebSocket;
}

/** One class of sockets. */
export class NestEndpoint {
  private readonly enhancers: Enhancers | undefined;
  private hooks: Hooks<WebSocket> | undefined;

  constructor(
    private readonly provided: Provided,
    private readonly nest: NestInternals,
    private readonly platform: AbstractHttpAdapter,
    private readonly messages: MessageHooks | undefined,
  ) {
    this.enhancers = provided.isScoped ? undefined : this.enhancersIn(undefined);
  }

  /** How one client is let in. */
  ways(): Door {
    const arrival: Arrival = {};
    return {
      create: async () => arrival.made ?? (await this.make(arrival.contextId!)),
      surround: (request, ask) => this.letIn(arrival, request, ask),
      hooks: (own) => (this.hooks ??= this.hooksOver(own)),
    };
  }

  private hooksOver(own: Hooks<WebSocket>): Hooks<WebSocket> {
    const hooks = this.messages?.over(own) ?? own;
    return this.enhancers?.isPlain ? hooks : hooksInContext(hooks);
  }

  private enhancersIn(contextId: ContextId | undefined): Enhancers {
    const method = Reflect.get(this.provided.target.prototype, 'requested') as Method;
    return new Enhancers(this.nest, { owner: this.provided, method, type: 'http', contextId });
  }

  private make(contextId: ContextId): Promise<WebSocket> {
    const { moduleRef, target, token, isSingleton } = this.provided;
    if (isSingleton) return moduleRef.create(target as new (...dependencies: unknown[]) => WebSocket, contextId);
    return moduleRef.resolve<WebSocket>(token as WebSocketClass, contextId, { strict: true });
  }

  private async letIn(arrival: Arrival, asked: UpgradeRequest, ask: () => Promise<WebSocket>): Promise<WebSocket> {
    const request = handshakeRequestOf(asked.incoming!, asked.params, this.platform);
    const contextId = ContextIdFactory.getByRequest(request);
    arrival.contextId = contextId;
    this.provided.moduleRef.registerRequestByContextId(Object.assign(request, contextId.payload), contextId);
    // Enhancers that are made for a connection are made together with its instance.
    if (this.provided.isScoped) arrival.made = await this.make(contextId);
    const enhancers = this.enhancers ?? this.enhancersIn(contextId);
    const response = new HandshakeResponse(request);
    const args = [request, response, () => {}];
    const socket = await this.enhanced(enhancers, args, ask).catch((error: unknown) =>
      refuse(error, enhancers, args, response),
    );
    if (response.headersSent) throw response.toRefusal();
    if (socket === undefined) throw new HandshakeError(403, 'an interceptor has not let the connection in');
    for (const [name, value] of response.entries) {
      for (const one of [value].flat()) asked.responseHeaders.append(name, one);
    }
    this.messages?.begin(socket, contextId);
    return socket;
  }

  private async enhanced(
    enhancers: Enhancers,
    args: unknown[],
    ask: () => Promise<WebSocket>,
  ): Promise<WebSocket | undefined> {
    if (this.enhancers?.isPlain) return ask();
    let socket: WebSocket | undefined;
    const result = await enhancers.run(args, async () => {
      socket = await ask();
      keepContext(socket);
    });
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    return socket;
  }
}

/** Has a filter answer an error, or answers as Nest would. */
async function refuse(
  error: unknown,
  enhancers: Enhancers,
  args: unknown[],
  response: HandshakeResponse,
): Promise<undefined> {
  // A class that refuses by itself has said all there is to say.
  if (error instanceof HandshakeError) throw error;
  const filter = enhancers.filterFor(error, args);
  try {
    await filter?.();
  } catch (again) {
    throw refusalOfException(again, response);
  }
  if (!response.headersSent) throw refusalOfException(error, response);
  return undefined;
}
