// A connection in between: bytes go through it both ways, seen frame by frame, and treated as badly as one likes. The near side
// uses it in place of its socket.
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Role } from '@ws4ts/core/protocol';
import { ChaosLine } from '../chaos/chaos-line.js';
import { changeChaos, NO_CHAOS, type ChaosSettings } from '../chaos/chaos-settings.js';
import { ConnectionObserver } from '../frames/connection-observer.js';
import { rawFrame } from '../frames/raw-frame.js';

/** When so many bytes wait in a direction, nothing more is taken in, in bytes. */
const MOST_WAITING = 256 * 1024;
const PING = 0x89;
const PONG = 10;
/** What the pings of this stream carry, so that their pongs are known. */
const PING_MARK = 'ws4ts-dev ';

/** A stream that stands for another one. */
export class TappedStream extends Duplex {
  /** Sees what the near side sends, and what it receives. */
  readonly observer: ConnectionObserver;
  private settings: ChaosSettings = NO_CHAOS;
  private readonly outgoing: ChaosLine;
  private readonly incoming: ChaosLine;
  private isReading = false;
  private isHeld = false;
  /** The callback of a write that is not over: more is taken once what waits has become less. */
  private waiting: (() => void) | undefined;
  private pings = 0;
  private pingedAt = 0;
  private roundTrip: number | undefined;

  /**
   * @param inner the connection
   * @param role which side the near one is
   * @param head bytes that came before: those behind a handshake's request
   */
  constructor(
    private readonly inner: Duplex,
    private readonly role: Role,
    private readonly head: Buffer = Buffer.alloc(0),
  ) {
    super({ allowHalfOpen: true });
    if (inner instanceof Socket) inner.setNoDelay(true);
    inner.allowHalfOpen = true;
    this.observer = new ConnectionObserver(role);
    const settings = (): ChaosSettings => this.settings;
    this.outgoing = new ChaosLine({ deliver: (bytes) => this.leave(bytes), settings, hasHead: true });
    this.incoming = new ChaosLine({
      deliver: (bytes) => this.arrive(bytes),
      settings,
      hasHead: role === 'client',
      looksAt: (opcode) => opcode === PONG && this.pingedAt !== 0,
      takesOut: (payload) => this.isOwnPong(payload),
    });
    inner
      .on('error', (error) => this.destroy(error))
      .on('close', () => this.incoming.delay.whenEmpty(() => this.innerClosed()))
      .on('end', () => this.incoming.delay.whenEmpty(() => this.push(null)))
      .on('drain', () => this.takeMore());
  }

  /** How the connection behaves. */
  get chaos(): ChaosSettings {
    return this.settings;
  }

  /** Changes how it behaves from the next frame on; throws a UsageError for what makes no sense. */
  changeChaos(changes: Partial<ChaosSettings>): void {
    this.settings = changeChaos(this.settings, changes);
  }

  /** Takes nothing more in either direction until `release`: who looks at the frames cannot follow. */
  hold(): void {
    this.isHeld = true;
    this.inner.pause();
  }

  /** Goes on after `hold`. */
  release(): void {
    if (!this.isHeld || this.destroyed) return;
    this.isHeld = false;
    this.takeMore();
    if (this.isReading && this.mayRead && this.readableLength < this.readableHighWaterMark) this.inner.resume();
  }

  /** The round trip of the last answered `measure`, in milliseconds. */
  get latency(): number | undefined {
    return this.roundTrip;
  }

  /** Pings the peer without the near side knowing. One that was not answered yet is waited for. */
  measure(): void {
    if (this.pingedAt !== 0 || this.destroyed) return;
    this.pingedAt = performance.now();
    const payload = Buffer.from(`${PING_MARK}${++this.pings}`);
    this.outgoing.putIn(rawFrame(PING, payload, this.role === 'client'));
  }

  /** Sends bytes in the near side's name, at the next place between two of its frames. */
  inject(bytes: Buffer): void {
    this.observer.sent.receive(bytes);
    this.outgoing.putIn(bytes);
  }

  /** Sends bytes in the near side's name at once, in the middle of a frame too: half a frame can be sent so, and then the rest. */
  injectNow(bytes: Buffer): void {
    this.observer.sent.receive(bytes);
    this.outgoing.receive(bytes);
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.observer.sent.receive(bytes);
    // A copy: who writes may use the buffer again once it is taken, and here it may still wait.
    this.outgoing.receive(Buffer.from(bytes));
    this.waiting = done;
    this.takeMore();
  }

  override _final(done: () => void): void {
    this.outgoing.delay.whenEmpty(() => {
      if (!this.inner.writableEnded) this.inner.end();
      done();
    });
  }

  override _read(): void {
    if (!this.isReading) {
      this.isReading = true;
      this.inner.on('data', (bytes: Buffer) => this.receive(bytes));
      if (this.head.length > 0) this.receive(this.head);
    }
    if (this.mayRead) this.inner.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.outgoing.delay.stop();
    this.incoming.delay.stop();
    this.inner.destroy();
    done(error);
  }

  private get mayRead(): boolean {
    return !this.isHeld && this.incoming.delay.size < MOST_WAITING;
  }

  private takeMore(): void {
    const isFull = this.inner.writableNeedDrain || this.outgoing.delay.size >= MOST_WAITING;
    if (this.waiting === undefined || this.isHeld || isFull) return;
    const done = this.waiting;
    this.waiting = undefined;
    done();
  }

  private leave(bytes: Buffer): void {
    if (this.inner.writable) this.inner.write(bytes);
    this.takeMore();
  }

  private receive(bytes: Buffer): void {
    this.incoming.receive(bytes);
    if (!this.mayRead) this.inner.pause();
  }

  private arrive(bytes: Buffer): void {
    this.observer.received.receive(bytes);
    if (!this.push(bytes)) this.inner.pause();
    else if (this.inner.isPaused() && this.mayRead) this.inner.resume();
  }

  /** After a good end the near side has still to read what is left; then this stream ends by itself. */
  private innerClosed(): void {
    if (!this.inner.readableEnded || !this.writableFinished) this.destroy();
  }

  private isOwnPong(payload: Buffer): boolean {
    if (payload.toString('latin1') !== `${PING_MARK}${this.pings}` || this.pingedAt === 0) return false;
    this.roundTrip = performance.now() - this.pingedAt;
    this.pingedAt = 0;
    return true;
  }
}
