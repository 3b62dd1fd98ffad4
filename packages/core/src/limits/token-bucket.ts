// How much may come in a time: a bucket of tokens that fills at a steady rate, holds a burst, and may be overdrawn, for what has
// come has come. The usual question costs a comparison and a subtraction; the time is asked for once a tick at most.
import { clock } from './clock.js';

const SECOND = 1_000;

/** One bucket. */
export class TokenBucket {
  private left: number;
  private filledAt = performance.now();
  private filledTick = clock.tick;

  /**
   * @param rate tokens a second
   * @param burst how many the bucket holds, at least one; it begins full
   */
  constructor(
    readonly rate: number,
    private readonly burst: number,
  ) {
    this.left = burst;
  }

  /** Whether there is less than one token. */
  get isEmpty(): boolean {
    if (this.left < 1 || this.filledTick !== clock.tick) this.fill();
    return this.left < 1;
  }

  /** Takes tokens, more than there are if need be. */
  spend(count: number): void {
    this.left -= count;
  }

  /** How long it takes until there is a token again, in milliseconds; 0 when there is one. */
  get wait(): number {
    return this.isEmpty ? Math.ceil(((1 - this.left) / this.rate) * SECOND) : 0;
  }

  private fill(): void {
    const now = performance.now();
    this.left = Math.min(this.burst, this.left + ((now - this.filledAt) / SECOND) * this.rate);
    this.filledAt = now;
    this.filledTick = clock.tick;
  }
}
