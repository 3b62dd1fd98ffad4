// Bytes in one direction that take their time: what comes first leaves first, as late and as slowly as the settings say.
import type { ChaosSettings } from './chaos-settings.js';

interface Waiting {
  readonly bytes: Buffer;
  readonly readyAt: number;
}

/** With a limited bandwidth bytes leave in pieces of what fits into this part of a second. */
const PIECES_A_SECOND = 20;

/** Delays bytes. */
export class DelayLine {
  private readonly waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;
  private turn: NodeJS.Immediate | undefined;
  private lastReadyAt = 0;
  private freeAt = 0;
  private held = 0;
  private readonly emptied: (() => void)[] = [];

  /**
   * @param deliver takes the bytes when their time has come
   * @param settings the settings of now
   * @param chance a number from 0 to 1
   */
  constructor(
    private readonly deliver: (bytes: Buffer) => void,
    private readonly settings: () => ChaosSettings,
    private readonly chance: () => number,
  ) {}

  /** How many bytes wait. */
  get size(): number {
    return this.held;
  }

  /** Takes bytes, which must not change any more. */
  put(bytes: Buffer): void {
    if (bytes.length === 0) return;
    const { latency, jitter, bandwidth, fragmentation } = this.settings();
    if (latency + jitter + bandwidth + fragmentation === 0 && this.held === 0) {
      this.deliver(bytes);
      return;
    }
    const readyAt = performance.now() + latency + jitter * this.chance();
    this.lastReadyAt = Math.max(this.lastReadyAt, readyAt);
    this.waiting.push({ bytes, readyAt: this.lastReadyAt });
    this.held += bytes.length;
    if (this.timer === undefined && this.turn === undefined) this.pump();
  }

  /** Calls once nothing waits any more. */
  whenEmpty(listener: () => void): void {
    if (this.held === 0) listener();
    else this.emptied.push(listener);
  }

  /** Drops what waits. */
  stop(): void {
    clearTimeout(this.timer);
    clearImmediate(this.turn);
    this.timer = this.turn = undefined;
    this.waiting.length = this.held = 0;
  }

  private readonly pump = (): void => {
    this.timer = this.turn = undefined;
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      const now = performance.now();
      const at = Math.max(next.readyAt, this.freeAt);
      if (at > now) {
        this.timer = setTimeout(this.pump, Math.ceil(at - now));
        return;
      }
      this.release(next, now);
      // One piece a turn: pieces that are written in one turn arrive as one.
      if (this.held > 0 && this.settings().fragmentation > 0) {
        this.turn = setImmediate(this.pump);
        return;
      }
    }
    if (this.held > 0) return;
    for (const listener of this.emptied.splice(0)) listener();
  };

  /** Lets the next piece go. */
  private release({ bytes, readyAt }: Waiting, now: number): void {
    const { bandwidth, fragmentation } = this.settings();
    const whole = bytes.length;
    const most = Math.min(
      fragmentation || whole,
      bandwidth === 0 ? whole : Math.max(1, Math.floor(bandwidth / PIECES_A_SECOND)),
    );
    const piece = bytes.subarray(0, most);
    if (piece.length === whole) this.waiting.shift();
    else this.waiting[0] = { bytes: bytes.subarray(most), readyAt };
    this.held -= piece.length;
    if (bandwidth > 0) this.freeAt = Math.max(this.freeAt, now) + (piece.length / bandwidth) * 1000;
    this.deliver(piece);
  }
}
