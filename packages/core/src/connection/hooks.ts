// What a connection tells its owner. The hooks are methods of one shared object, so a connection costs no closures.
import type { MessageData } from '../protocol/message-assembler.js';

/** What a hook may return: a promise is waited for before the next hook is called. */
export type HookResult = void | PromiseLike<void>;

/** Told of the life of connections, each with its owner. */
export interface Hooks<Owner> {
  opened(owner: Owner): HookResult;
  receivedMessage(owner: Owner, data: MessageData): HookResult;
  ponged(owner: Owner, payload: Buffer): HookResult;
  /** The socket takes more again: what waits may be sent. */
  unblocked(owner: Owner): void;
  /** The socket has taken everything, after it was blocked. */
  drained(owner: Owner): HookResult;
  /** A close frame is about to be sent: the last chance for what waits. */
  closing(owner: Owner): void;
  /** The socket is gone; `closed` follows once the hook under way has ended. */
  disconnected(owner: Owner): void;
  closed(owner: Owner, code: number, reason: string): HookResult;
  /** Another hook threw or rejected. */
  unhandledError(owner: Owner, error: unknown): HookResult;
}
