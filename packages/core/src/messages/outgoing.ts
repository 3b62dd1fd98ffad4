// What one socket sends while its peer does not take it, or while a message of parts is under way: it waits here, and what is
// too much is dropped or costs the connection, as `whenFull` says. So a peer that does not read costs no more than the bound.
import type { Connection } from '../connection/connection.js';
import type { WhenFull } from '../options/connection-options.js';
import { CloseCode } from '../vocabulary/close-codes.js';
import { Backlog, weightOf, type Job } from './backlog.js';
import { Interruption, sendParts, type DataParts } from './send-parts.js';
import { SharedMessage } from './shared-message.js';

interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}

/** Who does not wait for `send` may pile up so many times the bound before the connection is closed. */
const PATIENCE = 2;

/** Sends a message now: the one way by which a message that does not change goes out. Throws ConnectionClosed. */
export function deliver(connection: Connection<unknown>, message: SharedMessage): void {
  const frame = connection.role === 'client' ? undefined : message.frameFor(connection.codec);
  if (frame === undefined) connection.send(message.data, message.options.compress !== false);
  else connection.sendFrame(frame);
}

/** What waits on one socket. */
export class Outgoing {
  private readonly backlog = new Backlog();
  /** The end of the message of parts that is under way. */
  private parts: Promise<void> | undefined;
  private readonly interruption = new Interruption();
  private waiters: Waiter[] = [];
  private hasSaidDropping = false;
  private readonly bound: number;
  private readonly whenFull: WhenFull;

  constructor(private readonly connection: Connection<unknown>) {
    this.bound = connection.options.maxBufferedAmount;
    this.whenFull = connection.options.whenFull;
  }

  /** Whether something waits or is under way, so that others have to wait. */
  get isHolding(): boolean {
    return this.parts !== undefined || this.backlog.length > 0;
  }

  /** Bytes that wait here. */
  get bufferedAmount(): number {
    return this.backlog.bytes;
  }

  /** Keeps a message until its turn comes; false when it is dropped, or when it was too much and the connection is closing. */
  add(message: SharedMessage): boolean {
    if (this.connection.state !== 'open') return false;
    const isReplaced = this.whenFull === 'conflate' && this.backlog.replace(message);
    if (isReplaced ? this.total <= this.bound : this.makesRoom(message)) {
      if (!isReplaced) this.backlog.push(message);
      return true;
    }
    if (this.whenFull === 'drop-new' || this.whenFull === 'drop-old') this.sayDropping();
    else this.overflow();
    return false;
  }

  /** Does something when its turn comes, behind all that waits. */
  addJob(job: Job): void {
    this.backlog.push(job);
    if (this.total > this.bound * PATIENCE) this.overflow();
  }

  /** Resolves once no more than the bound waits; undefined when that is so. Rejects with ConnectionClosed. */
  whenRoom(): Promise<void> | undefined {
    if (this.total <= this.bound) return undefined;
    return ignorable(new Promise((resolve, reject) => this.waiters.push({ resolve, reject })));
  }

  /** Sends the parts of a message when its turn comes; see `sendParts`. */
  sendParts(parts: DataParts, compress: boolean): Promise<void> {
    const send = (): Promise<void> => sendParts(this.connection, parts, compress, this.interruption);
    if (!this.isHolding) return this.watch(send());
    return ignorable(
      new Promise((resolve, reject) => {
        this.addJob(() => {
          const sending = send();
          sending.then(resolve, reject);
          return sending;
        });
      }),
    );
  }

  /** Resolves when the operating system has taken everything that was sent until now. Rejects with ConnectionClosed. */
  flush(): Promise<void> {
    if (!this.isHolding) return this.connection.flush();
    return new Promise((resolve, reject) => {
      this.addJob(() => void this.connection.flush().then(resolve, reject));
    });
  }

  /** Sends what waits, as far as the peer takes it. */
  pump(): void {
    while (this.parts === undefined && this.connection.state === 'open' && !this.connection.isBlocked) {
      const entry = this.backlog.shift();
      if (entry === undefined) break;
      if (entry instanceof SharedMessage) deliver(this.connection, entry);
      else this.begin(entry);
    }
    if (this.waiters.length > 0 && this.total <= this.bound) {
      for (const waiter of this.takeWaiters()) waiter.resolve();
    }
  }

  /** A close frame is about to be sent: what can go before it goes now. A message of parts and what is behind it cannot. */
  finish(): void {
    this.interruption.come();
    for (let entry = this.backlog.shift(); entry !== undefined; entry = this.backlog.shift()) {
      if (typeof entry === 'function') this.begin(entry);
      else if (this.parts === undefined) deliver(this.connection, entry);
    }
  }

  /** The connection is ending: nothing more is sent, and who waits hears of it. */
  end(): void {
    this.interruption.come();
    for (let entry = this.backlog.shift(); entry !== undefined; entry = this.backlog.shift()) {
      // It finds the connection closed, and tells those who wait for it.
      if (typeof entry === 'function') this.begin(entry);
    }
    const waiters = this.takeWaiters();
    for (const waiter of waiters) waiter.reject(this.connection.ending.error());
  }

  /** What waits, here and in the connection, in bytes. */
  private get total(): number {
    return this.backlog.weight + this.connection.bufferedAmount;
  }

  /** Whether a message may be kept, after the policy has done what it does. */
  private makesRoom(message: SharedMessage): boolean {
    const weight = weightOf(message);
    const most = this.whenFull === 'wait' ? this.bound * PATIENCE : this.bound;
    if (this.whenFull === 'drop-old' && weight <= this.bound) {
      while (this.total + weight > most && this.backlog.dropOldest()) this.sayDropping();
    }
    return this.total + weight <= most;
  }

  private sayDropping(): void {
    if (this.hasSaidDropping) return;
    this.hasSaidDropping = true;
    const { logger } = this.connection.options;
    logger.warn(`dropping messages of a connection: its peer does not read, and ${this.bound} bytes are waiting`);
  }

  private overflow(): void {
    const { options } = this.connection;
    options.logger.warn(`closing a connection with 1013: its peer does not read, and ${this.bound} bytes are waiting`);
    this.backlog.dropMessages();
    this.connection.close(CloseCode.tryAgainLater, 'too much is waiting to be sent');
    this.end();
  }

  private begin(job: Job): void {
    const running = job();
    if (running instanceof Promise) void this.watch(running);
  }

  /** Lets others wait for the end of a message of parts, however it ends; the caller hears how. */
  private watch(sending: Promise<void>): Promise<void> {
    const before = this.parts;
    const ended = Promise.all([before, sending.catch(() => undefined)]).then(() => undefined);
    this.parts = ended;
    void ended.then(() => {
      if (this.parts !== ended) return;
      this.parts = undefined;
      this.pump();
    });
    return sending;
  }

  private takeWaiters(): Waiter[] {
    const { waiters } = this;
    this.waiters = [];
    return waiters;
  }
}

/** A promise that may be left alone: a connection that ends is nobody's failure, and not to end the process. */
function ignorable<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
