// The class that an application extends: one class an endpoint, one instance a connection. What it receives is here; its
// bases have the rest.
import { Connection } from '../connection/connection.js';
import type { HookResult, Hooks } from '../connection/hooks.js';
import { CloseCode } from '../vocabulary/close-codes.js';
import { ConnectionClosed } from '../vocabulary/errors.js';
import { Message } from '../messages/message.js';
import { attachConnection, connectionOf, type EstablishedStream } from './connected-socket.js';
import { Inbox } from './inbox.js';
import { endSending, finishSending, SendingSocket, sendWaiting } from './sending-socket.js';

/** Gives an instance its connection, which is then to be started: for what makes sockets, not for those who use them. */
export let attachStream: (
  socket: WebSocket,
  established: EstablishedStream,
  /** Says what is called in place of the class's own hooks. */
  hooks?: (own: Hooks<WebSocket>) => Hooks<WebSocket>,
) => Connection<WebSocket>;

/** The messages that are kept for who asks, from the first one on. No private method: such a one costs each socket a field. */
let inboxOf: (socket: WebSocket) => Inbox;

/** The codes of a connection that ended as it should. */
const CLEAN: ReadonlySet<number> = new Set([CloseCode.normal, CloseCode.goingAway, CloseCode.noCode]);

/**
 * One connection. Extend it, override the hooks you need, and give the class to a door (`attach` of `@ws4ts/http`, …).
 *
 * @example
 * class Echo extends WebSocket {
 *   protected override receivedMessage(message: Message) {
 *     this.send(message.data);
 *   }
 * }
 */
export class WebSocket extends SendingSocket {
  #inbox: Inbox | undefined;

  protected override receivedMessage(message: Message): HookResult {
    const { role, options } = connectionOf(this);
    // Endpoints that only send are many, clients that only send are not.
    return inboxOf(this).put(message, role === 'server' ? options.logger : undefined);
  }

  /**
   * The next message, for who would rather ask than be told: do not override `receivedMessage` then. Messages are kept until they
   * are asked for, 64 KiB of them or 256; then they stay with the peer, so a slow reader slows its writer down. On a server that
   * holds from the first call on: before it, what is more is dropped, and the log says so.
   * Rejects with ConnectionClosed when the connection ends, after the messages that came before.
   *
   * Asked from `opened`, it lets messages come while that is pending.
   */
  receive(): Promise<Message> {
    if (this.state !== 'connecting') connectionOf(this).asked();
    return inboxOf(this).take();
  }

  /** Iterates over the messages; ends when the connection closes with 1000, 1001 or 1005, and throws ConnectionClosed else. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Message, void, void> {
    for (;;) {
      let message: Message;
      try {
        message = await this.receive();
      } catch (error) {
        if (error instanceof ConnectionClosed && CLEAN.has(error.closeCode)) return;
        throw error;
      }
      yield message;
    }
  }

  static {
    inboxOf = (socket) => {
      if (socket.#inbox === undefined) {
        socket.#inbox = new Inbox();
        if (socket.state === 'closed') socket.#inbox.end(connectionOf(socket).ending.error());
      }
      return socket.#inbox;
    };
    attachStream = (socket, established, hooks) => {
      const { stream, role, options, codec } = established;
      const called = hooks === undefined ? WebSocket.#hooks : hooks(WebSocket.#hooks);
      return attachConnection(socket, established, () => new Connection(stream, role, socket, called, options, codec));
    };
  }

  static readonly #hooks: Hooks<WebSocket> = {
    opened: (socket) => socket.opened(),
    receivedMessage: (socket, data) => socket.receivedMessage(new Message(data)),
    ponged: (socket, payload) => socket.ponged(payload),
    unblocked: sendWaiting,
    drained: (socket) => socket.drained(),
    closing: (socket) => {
      finishSending(socket);
      socket.#inbox?.closing();
    },
    disconnected: (socket) => {
      endSending(socket);
      socket.#inbox?.end(connectionOf(socket).ending.error());
    },
    closed: (socket, code, reason) => socket.closed(code, reason),
    unhandledError: (socket, error) => socket.unhandledError(error),
  };
}
