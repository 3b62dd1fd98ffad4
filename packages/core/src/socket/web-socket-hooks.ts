// What a socket is told. What it is told to do is in web-socket.ts.
import type { HookResult } from '../connection/hooks.js';
import type { Message } from '../messages/message.js';
import type { UpgradeRequest } from './upgrade-request.js';

/**
 * The hooks of a `WebSocket`, in their order: `requested → opened → receivedMessage* / ponged* / drained* → closed`. They never
 * overlap, unless `concurrency` lets them or `opened` asks for messages itself: while one returns a promise that is pending,
 * nothing more is read from the peer, and nothing is lost.
 */
export abstract class WebSocketHooks {
  /** Called before the 101 response: throw a `HandshakeError` to refuse the client, or add headers to the response. */
  protected requested(_request: UpgradeRequest): HookResult {}

  /** Called once, before any other hook of an open connection. */
  protected opened(): HookResult {}

  /** Called for each message. Left as it is, it keeps messages for `receive()` and `for await`. */
  protected abstract receivedMessage(message: Message): HookResult;

  /** Called for each pong. Pings are answered without you. */
  protected ponged(_payload: Buffer): HookResult {}

  /** Called when the peer has taken everything that was sent, after more was sent than it took at once. */
  protected drained(): HookResult {}

  /**
   * Called once and last, when the connection is gone, with the peer's close code and reason. The code is that which this side
   * failed the connection with, if it did; 1005 when the peer gave none, 1006 when there was no close frame (RFC 6455 §7.1.5).
   */
  protected closed(_code: number, _reason: string): HookResult {}

  /** Called when another hook threw or rejected; the connection is closed with 1011 then. It logs, unless you override it. */
  protected abstract unhandledError(error: unknown): HookResult;
}
