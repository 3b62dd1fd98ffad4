// Puts the handlers of a class in the place of its `receivedMessage`, for messages that are envelopes.
import type { ContextId } from '@nestjs/core';
import { WebSocket, type Hooks } from '@ws4ts/core';
import type { EnhancedClass } from '../enhancers/enhancers.js';
import type { Method, NestInternals } from '../enhancers/nest-internals.js';
import type { MessageHooks } from '../handshake/nest-endpoint.js';
import { MessageHandler, type Subscription } from './message-handler.js';
import { MessageReceiver, type Handlers, type MessageSettings } from './message-receiver.js';

/** The keys of Nest's metadata of `@SubscribeMessage`. */
const IS_SUBSCRIBED = 'websockets:message_mapping';
const EVENT = 'message';

/** The hooks for the messages of a class; undefined when no method of it has `@SubscribeMessage`. */
export function messageHooksOf(
  owner: EnhancedClass & { readonly isScoped: boolean },
  nest: NestInternals,
  settings: MessageSettings,
): MessageHooks | undefined {
  const { prototype } = owner.target;
  const subscriptions = subscriptionsOf(prototype);
  if (subscriptions.length === 0) return undefined;
  const handlersIn = (contextId?: ContextId): Handlers =>
    new Map(subscriptions.map((one) => [one.event, new MessageHandler(nest, owner, one, contextId)]));
  const shared = owner.isScoped ? undefined : handlersIn();
  const scoped = new WeakMap<WebSocket, Handlers>();
  const isOwnReceiver =
    Reflect.get(prototype, 'receivedMessage') !== Reflect.get(WebSocket.prototype, 'receivedMessage');
  return {
    begin: (socket, contextId) => {
      if (shared === undefined) scoped.set(socket, handlersIn(contextId));
    },
    over: (own): Hooks<WebSocket> => {
      const handlersOf = (socket: WebSocket): Handlers => shared ?? scoped.get(socket)!;
      const receiver = new MessageReceiver(handlersOf, settings, isOwnReceiver ? own : undefined);
      return {
        ...own,
        receivedMessage: (socket, data) => receiver.receive(socket, data),
        disconnected: (socket) => {
          receiver.end(socket);
          own.disconnected(socket);
        },
      };
    },
  };
}

/** The methods with `@SubscribeMessage`, those that are inherited too; a method that is overridden counts as its last version. */
function subscriptionsOf(prototype: object): Subscription[] {
  const methods = new Map<string, unknown>();
  for (let one: object = prototype; one !== WebSocket.prototype; one = Object.getPrototypeOf(one) as object) {
    for (const name of Object.getOwnPropertyNames(one)) {
      if (!methods.has(name)) methods.set(name, Object.getOwnPropertyDescriptor(one, name)?.value);
    }
  }
  return [...methods].flatMap(([methodName, method]) => {
    if (typeof method !== 'function' || Reflect.getMetadata(IS_SUBSCRIBED, method) !== true) return [];
    const event = Reflect.getMetadata(EVENT, method) as unknown;
    return [{ event: String(event), methodName, method: method as Method }];
  });
}
