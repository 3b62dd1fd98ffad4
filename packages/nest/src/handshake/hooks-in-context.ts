// Hooks that run in the asynchronous context of their connection's handshake, so that what a guard or an interceptor has put
// into an AsyncLocalStorage is there for as long as the connection lives.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Hooks, WebSocket } from '@ws4ts/core';

type Run = ReturnType<typeof AsyncLocalStorage.snapshot>;

/** Where a socket has its context. Not in a WeakMap: the collector goes through all that one holds, time and again. */
const context = Symbol('context');

/** Keeps the present context for the hooks of a socket. */
export function keepContext(socket: WebSocket): void {
  Object.defineProperty(socket, context, { value: AsyncLocalStorage.snapshot() });
}

/** The same hooks, each in the context that was kept for its socket. */
export function hooksInContext(hooks: Hooks<WebSocket>): Hooks<WebSocket> {
  const run = <Result>(socket: WebSocket, call: () => Result): Result =>
    (socket as WebSocket & { readonly [context]: Run })[context](call);
  return {
    opened: (socket) => run(socket, () => hooks.opened(socket)),
    receivedMessage: (socket, data) => run(socket, () => hooks.receivedMessage(socket, data)),
    ponged: (socket, payload) => run(socket, () => hooks.ponged(socket, payload)),
    unblocked: (socket) => run(socket, () => hooks.unblocked(socket)),
    drained: (socket) => run(socket, () => hooks.drained(socket)),
    closing: (socket) => run(socket, () => hooks.closing(socket)),
    disconnected: (socket) => run(socket, () => hooks.disconnected(socket)),
    closed: (socket, code, reason) => run(socket, () => hooks.closed(socket, code, reason)),
    unhandledError: (socket, error) => run(socket, () => hooks.unhandledError(socket, error)),
  };
}
