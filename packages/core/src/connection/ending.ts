// How a connection ends: the code and reason that it ends with (§7.1.5, §7.1.6).
import { CloseCode } from '../vocabulary/close-codes.js';
import { ConnectionClosed } from '../vocabulary/errors.js';

/** One connection's end. */
export class Ending {
  code: number = CloseCode.abnormal;
  reason = '';
  /** What the network reported, if it did. */
  networkError: Error | undefined;
  /** Whether the code is final: a close frame has come, or this side has failed the connection. */
  private isFinal = false;

  /** This side has sent a close frame: that is the code until the peer's comes. */
  propose(code: number, reason: string): void {
    if (this.isFinal) return;
    this.code = code;
    this.reason = reason;
  }

  /** The peer's close frame has come, or this side has failed the connection. */
  decide(code: number, reason: string): void {
    this.propose(code, reason);
    this.isFinal = true;
  }

  /** The socket is gone. */
  gone(): void {
    // §7.1.5: without a close frame "the Close Code is considered to be 1006".
    this.decide(CloseCode.abnormal, '');
  }

  /** The error of whoever still wants something of the connection. */
  error(): ConnectionClosed {
    return new ConnectionClosed(this.code, this.reason, this.networkError && { cause: this.networkError });
  }
}
