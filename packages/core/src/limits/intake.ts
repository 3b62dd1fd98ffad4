// How much one peer may send in a time: messages, bytes, control frames. Who sends more is read later, not heard, or closed
// (`overRate`); control frames are always read later, for a peer that pings in bursts has broken no rule.
import type { ConnectionOptions } from '../options/connection-options.js';
import { CloseCode } from '../vocabulary/close-codes.js';
import { TokenBucket } from './token-bucket.js';

/** How many seconds' worth of control frames may come at once. */
const CONTROL_BURST = 10;
/** A delay lasts at least this long, in milliseconds, so that what has gathered meanwhile is handled together. */
const SHORTEST_DELAY = 20;

/** Told of what a peer that sends too much has coming. */
export interface IntakeListener {
  close(code: number, reason: string): void;
  /** The delay is over: reading may go on. */
  goOn(): void;
}

/** The rates of one connection. */
export class Intake {
  private readonly messages: TokenBucket | undefined;
  private readonly bytes: TokenBucket | undefined;
  private readonly controlFrames: TokenBucket | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Whether it was said in the log that something was dropped, or that the connection is closed. */
  private hasSaidWhy = false;

  constructor(
    private readonly told: IntakeListener,
    private readonly options: ConnectionOptions,
  ) {
    this.messages = bucket(options.maxMessagesPerSecond, options.rateBurst);
    this.bytes = bucket(options.maxBytesPerSecond, options.rateBurst);
    this.controlFrames = bucket(options.maxControlFramesPerSecond, CONTROL_BURST);
  }

  /** Whether nothing may be read for a while. */
  get isWaiting(): boolean {
    return this.timer !== undefined;
  }

  /** Takes note of bytes from the wire. */
  bytesCame(count: number): void {
    if (this.bytes === undefined) return;
    // Bytes whose messages are dropped are not counted, else a flood would be paid for long after it has ended.
    if (this.options.overRate !== 'drop' || !this.bytes.isEmpty) this.bytes.spend(count);
    if (this.options.overRate === 'delay') this.delay(this.bytes);
    else if (this.options.overRate === 'close' && this.bytes.isEmpty) this.refuse(this.bytes, 'bytes');
  }

  /** Takes note of a message; returns whether it is to be handed on. */
  messageCame(): boolean {
    const { overRate } = this.options;
    if (overRate === 'close' && this.hasSaidWhy) return false;
    if (overRate === 'drop' && this.bytes?.isEmpty) return this.refuse(this.bytes, 'bytes');
    if (this.messages === undefined) return true;
    if (overRate !== 'delay' && this.messages.isEmpty) return this.refuse(this.messages, 'messages');
    this.messages.spend(1);
    if (overRate === 'delay') this.delay(this.messages);
    return true;
  }

  /** Takes note of a ping or a pong. */
  controlFrameCame(): void {
    if (this.controlFrames === undefined) return;
    this.controlFrames.spend(1);
    this.delay(this.controlFrames);
  }

  /** The connection has ended. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private delay(bucket: TokenBucket): void {
    if (!bucket.isEmpty || this.timer !== undefined) return;
    const goOn = (): void => {
      this.timer = undefined;
      // Another bucket may be empty as well.
      this.delay(bucket);
      if (this.timer === undefined) this.told.goOn();
    };
    this.timer = setTimeout(goOn, Math.max(SHORTEST_DELAY, bucket.wait)).unref();
  }

  /** Drops or closes; says why once. */
  private refuse({ rate }: TokenBucket, what: string): false {
    if (this.hasSaidWhy) return false;
    this.hasSaidWhy = true;
    const reason = `more than ${rate} ${what} a second`;
    const { logger, overRate } = this.options;
    if (overRate === 'drop') logger.warn(`dropping messages of a connection: ${reason}`);
    else {
      logger.warn(`closing a connection with ${CloseCode.policyViolation}: ${reason}`);
      this.told.close(CloseCode.policyViolation, reason);
    }
    return false;
  }
}

function bucket(rate: number, seconds: number): TokenBucket | undefined {
  return rate === Infinity ? undefined : new TokenBucket(rate, rate * seconds);
}
