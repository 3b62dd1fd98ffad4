// Messages that wait to be asked for. When enough of them do, the hook that puts them in stays pending, and so the connection
// stops reading: a slow reader slows its peer down and costs no memory. Where nobody has ever asked, nobody may ever ask, and the
// peer's close frame would not be read: there, more are dropped.
import type { HookResult } from '../connection/hooks.js';
import type { ConnectionClosed } from '../vocabulary/errors.js';
import type { Message } from '../messages/message.js';
import type { Logger } from '../options/logger.js';

/** How much may wait before reading stops: messages, and bytes (or UTF-16 units of text) in them. */
const MOST_MESSAGES = 256;
const MOST_BYTES = 64 * 1024;

interface Taker {
  resolve(message: Message): void;
  reject(error: ConnectionClosed): void;
}

/** The messages of one connection in the order in which they came. */
export class Inbox {
  private readonly messages: Message[] = [];
  private readonly takers: Taker[] = [];
  private bytes = 0;
  /** Pending while too much is kept. */
  private room: Promise<void> | undefined;
  private letIn: (() => void) | undefined;
  private over: ConnectionClosed | undefined;
  private isClosing = false;
  private isAsked = false;
  private hasSaidDropping = false;

  /**
   * Gives a message to who waits for one, or keeps it; pending while too much is kept.
   * @param dropping where it is said that messages are dropped, before the first is asked for; without it they wait then, too
   */
  put(message: Message, dropping?: Logger): HookResult {
    const mayHold = !this.isClosing && (this.isAsked || dropping === undefined);
    if (this.isFull && !mayHold) {
      if (!this.isClosing) this.sayDropping(dropping);
      return undefined;
    }
    const taker = this.takers.shift();
    if (taker !== undefined) {
      taker.resolve(message);
      return undefined;
    }
    this.messages.push(message);
    this.bytes += message.data.length;
    return this.isFull && mayHold ? (this.room ??= new Promise((resolve) => (this.letIn = resolve))) : undefined;
  }

  /** The next message; rejects once the connection is over and all are taken. */
  take(): Promise<Message> {
    this.isAsked = true;
    const message = this.messages.shift();
    if (message === undefined) {
      if (this.over !== undefined) return Promise.reject(this.over);
      return new Promise((resolve, reject) => this.takers.push({ resolve, reject }));
    }
    this.bytes -= message.data.length;
    if (!this.isFull) this.release();
    return Promise.resolve(message);
  }

  /**
   * The connection is about to close: messages do not keep the peer's close frame from being read any more, so what finds no room
   * is dropped. §5.5.1: "there is no guarantee that the endpoint that has already sent a Close frame will continue to process data"
   */
  closing(): void {
    this.isClosing = true;
    this.release();
  }

  /** No message comes any more. */
  end(error: ConnectionClosed): void {
    this.over = error;
    for (const taker of this.takers.splice(0)) taker.reject(error);
    this.release();
  }

  private get isFull(): boolean {
    return this.messages.length >= MOST_MESSAGES || this.bytes >= MOST_BYTES;
  }

  private sayDropping(logger: Logger | undefined): void {
    if (this.hasSaidDropping) return;
    this.hasSaidDropping = true;
    logger?.warn('dropping messages that nobody asks for: override receivedMessage, or call receive');
  }

  private release(): void {
    const letIn = this.letIn;
    this.room = undefined;
    this.letIn = undefined;
    letIn?.();
  }
}
