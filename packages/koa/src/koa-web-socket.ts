// Sockets that know the Koa context of their request. It is a class to extend, so that all others keep nothing of Koa alive.
import type { DefaultContext, DefaultState, ExtendableContext, ParameterizedContext } from 'koa';
import { WebSocket, type HookResult, type UpgradeRequest, type WebSocketClass } from '@ws4ts/core';

/** The request of a `KoaWebSocket`. */
export interface KoaRequest<StateT = DefaultState, ContextT = DefaultContext> extends UpgradeRequest {
  /** The context that the app's middleware has seen, with its `state`; it lives as long as the socket. */
  readonly koa: ParameterizedContext<StateT, ContextT>;
}

/**
 * A socket that knows its Koa context as `this.request.koa`. The context stays in memory as long as the socket: extend
 * `WebSocket` where a class does not need it.
 *
 * @example
 * class Chat extends KoaWebSocket<{ user: string }> {
 *   protected override opened() {
 *     this.send(`hello ${this.request.koa.state.user}`);
 *   }
 * }
 */
export abstract class KoaWebSocket<StateT = DefaultState, ContextT = DefaultContext> extends WebSocket {
  /** The request that the connection began with. Throws a UsageError before there is one. */
  override get request(): KoaRequest<StateT, ContextT> {
    return super.request as KoaRequest<StateT, ContextT>;
  }

  /** Called before the 101 response: throw a `HandshakeError` to refuse the client, or add headers to the response. */
  protected override requested(_request: KoaRequest<StateT, ContextT>): HookResult {}
}

/** Makes the instance of a connection. */
export function createSocket(target: WebSocketClass, request: UpgradeRequest, context: ExtendableContext): WebSocket {
  const socket = new target();
  if (socket instanceof KoaWebSocket) Object.assign(request, { koa: context });
  return socket;
}
