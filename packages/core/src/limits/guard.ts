// Watches over one connection: whether its peer is alive, what it may send, and how long it may last. It is a row of numbers
// that the connection writes and that the shared clock has looked at, since there is one of these for every idle connection.
import type { Duplex } from 'node:stream';
import type { ConnectionOptions } from '../options/connection-options.js';
import { CloseCode } from '../vocabulary/close-codes.js';
import { clock, NEVER, TICK, ticksOf, Watched } from './clock.js';
import { readHeartbeat, writeHeartbeat } from './heartbeat-payload.js';
import { Intake, type IntakeListener } from './intake.js';

/** The connection that is watched over. */
export interface GuardListener extends IntakeListener {
  readonly state: 'open' | 'closing' | 'closed';
  readonly socket: Duplex;
  readonly options: ConnectionOptions;
  /** Whether a message is under way. */
  readonly isReceiving: boolean;
  sendPing(payload: Uint8Array): void;
  /** Where it is kept why the network has failed. */
  readonly ending: { networkError: Error | undefined };
  terminate(): void;
}

/** By how much a lifetime is shortened at most, so that those who came together do not come back together. */
const JITTER = 0.1;
/** How long an expiry is waited for at most before the wall clock, which may be set, is asked again; in ticks. */
const LONGEST_WAIT = ticksOf(60_000);
const NO_BACKLOG = -1;
const UNKNOWN = -1;
const MICROSECONDS = 1_000;

/** One connection's guard. Times are in ticks of the shared clock, but for `expiresAt`. */
export class Guard extends Watched {
  private heardAt = clock.tick;
  private messageAt = clock.tick;
  private pingAt = NEVER;
  private endAt = NEVER;
  /** What waited when last looked at: bytes to be read, and what the backlog's socket had taken of all that was written. */
  private unread = 0;
  private taken = NO_BACKLOG;
  /** The last round trip, in microseconds. */
  private roundTrip = UNKNOWN;
  private phase: 'new' | 'running' | 'ending' = 'new';
  /** Whether a ping has been sent since the last pong that answered one. */
  private awaitsPong = false;
  private expiry: number | undefined;
  private intake: Intake | undefined;

  constructor(private readonly told: GuardListener) {
    super();
    const { maxMessagesPerSecond, maxBytesPerSecond } = told.options;
    if (Math.min(maxMessagesPerSecond, maxBytesPerSecond) < Infinity) this.intake = new Intake(told, told.options);
  }

  /** The last measured round trip, in milliseconds. */
  get latency(): number | undefined {
    return this.roundTrip === UNKNOWN ? undefined : this.roundTrip / MICROSECONDS;
  }

  /** When the connection is closed with 3000, in milliseconds since 1970. */
  get expiresAt(): number | undefined {
    return this.expiry;
  }

  set expiresAt(time: number | undefined) {
    this.expiry = time;
    if (this.phase === 'running') this.visit();
  }

  /** Whether the peer has sent so much that nothing may be read for a while. */
  get isDelaying(): boolean {
    return this.intake !== undefined && this.intake.isWaiting;
  }

  /** The connection has begun. One that has ended meanwhile, in `opened` or by what came with the handshake, goes on ending. */
  start(): void {
    if (this.phase === 'ending') return;
    this.phase = 'running';
    const { pingInterval, maxLifetime } = this.told.options;
    this.heardAt = this.messageAt = clock.tick;
    // Those who came together are not to be pinged together.
    this.pingAt = clock.tick + ticksOf(pingInterval * (1 - Math.random() / 2));
    this.endAt = clock.tick + ticksOf(maxLifetime * (1 - Math.random() * JITTER));
    if (this.expiry === undefined) this.plan(clock.tick);
    else this.visit();
  }

  /** The connection is ending: from now on, from the first call, the peer has `closeTimeout` to do its part; then it is cut. */
  limitEnd(): void {
    if (this.phase === 'ending') return;
    this.phase = 'ending';
    // One more, since the tick under way began before.
    this.visitIn(this.told.options.closeTimeout / TICK + 1);
  }

  /** The connection is gone. */
  stop(): void {
    this.phase = 'ending';
    this.visitNoMore();
    this.intake?.stop();
  }

  /** Bytes have come. */
  heard(count: number): void {
    this.heardAt = clock.tick;
    if (this.intake !== undefined) this.intake.bytesCame(count);
  }

  /** A message has come; returns whether it is to be handed on. */
  receives(): boolean {
    this.messageAt = clock.tick;
    return this.intake === undefined || this.intake.messageCame();
  }

  /** A message is sent. */
  sends(): void {
    this.messageAt = clock.tick;
  }

  /** A ping has come. */
  pinged(): void {
    // Made here for the few who ping: most connections never need one.
    (this.intake ??= new Intake(this.told, this.told.options)).controlFrameCame();
  }

  /** A pong has come; returns whether it brings back a heartbeat, and so is nobody else's. */
  ponged(payload: Buffer): boolean {
    const roundTrip = readHeartbeat(payload);
    // Brought back once more it is no answer, and counts like any other.
    if (roundTrip === undefined || !this.awaitsPong) this.pinged();
    else this.roundTrip = Math.round(roundTrip * MICROSECONDS);
    if (roundTrip !== undefined) this.awaitsPong = false;
    return roundTrip !== undefined;
  }

  override visit(): void {
    if (this.phase === 'ending') {
      const { closeTimeout, logger } = this.told.options;
      logger.warn(`cutting a connection: it was not ended within the closeTimeout of ${closeTimeout} ms`);
      this.told.terminate();
      return;
    }
    if (this.told.state !== 'open') return;
    const { maxLifetime, idleTimeout } = this.told.options;
    const now = clock.tick;
    // A message that is still coming is one as well; asked for here, since bytes come far more often than visits.
    if (this.told.isReceiving) this.messageAt = Math.max(this.messageAt, this.heardAt);
    if (this.expiry !== undefined && this.expiry <= Date.now()) {
      this.told.close(CloseCode.unauthorized, 'the credentials have expired');
    } else if (now >= this.endAt) {
      this.told.close(CloseCode.goingAway, `the connection has lasted its maxLifetime of ${maxLifetime} ms`);
    } else if (now >= this.messageAt + ticksOf(idleTimeout)) {
      // Not 1001: a client that comes back at once would only be idle again.
      this.told.close(CloseCode.normal, `no message for the idleTimeout of ${idleTimeout} ms`);
    } else this.keepAlive(now);
  }

  private keepAlive(now: number): void {
    const interval = ticksOf(this.told.options.pingInterval);
    this.look(now);
    if (interval < NEVER && now >= this.silentAt) {
      const silence = `the peer was not heard for ${(now - this.heardAt) * TICK} ms`;
      this.told.options.logger.warn(`cutting a connection: ${silence}`);
      this.told.ending.networkError = new Error(silence);
      this.told.terminate();
      return;
    }
    if (now >= this.pingAt) {
      this.pingAt = now + interval;
      this.awaitsPong = true;
      this.told.sendPing(writeHeartbeat());
    }
    this.plan(now);
  }

  /** Asks for the visit when the first of all that may come is due. */
  private plan(now: number): void {
    const { idleTimeout } = this.told.options;
    const next = Math.min(this.pingAt, this.silentAt, this.endAt, this.messageAt + ticksOf(idleTimeout));
    const left = this.expiry === undefined ? NEVER : Math.min(LONGEST_WAIT, (this.expiry - Date.now()) / TICK);
    const wait = Math.min(next - now, left);
    if (wait < NEVER / 2) this.visitIn(wait);
    else this.visitNoMore();
  }

  /** The tick when a peer that stays silent counts as gone. A ping is sent in time to be answered until then. */
  private get silentAt(): number {
    const { pingInterval, pongTimeout } = this.told.options;
    return pingInterval === Infinity ? NEVER : this.heardAt + ticksOf(pingInterval) + ticksOf(pongTimeout);
  }

  /** Looks for signs of life that do not come as input: nobody is dead because this side does not read. */
  private look(now: number): void {
    const { socket } = this.told;
    const { readableLength, readableHighWaterMark, writableLength } = socket;
    // While reading is paused, the stream still takes in what fits its buffer; once that is full nothing can be heard.
    if (readableLength !== this.unread || readableLength >= readableHighWaterMark) this.heardAt = now;
    this.unread = readableLength;
    // A peer that takes what waited for it is alive, though a ping behind it cannot have reached it.
    const { bytesWritten = 0 } = socket as { bytesWritten?: number };
    const taken = writableLength > 0 ? (bytesWritten - writableLength) | 0 : NO_BACKLOG;
    if (this.taken !== NO_BACKLOG && taken !== this.taken) this.heardAt = now;
    this.taken = taken;
  }
}
