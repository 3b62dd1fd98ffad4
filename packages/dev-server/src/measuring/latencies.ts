// How long answers took: percentiles, and how many took about as long. All times are milliseconds.
import { createHistogram } from 'node:perf_hooks';

/** How many answers took no longer than `upTo`, and longer than the bucket before. */
export interface Bucket {
  readonly upTo: number;
  readonly count: number;
}

const NANOSECONDS = 1e6;
/** The ends of the buckets: 1, 2 and 5 of each power of ten, from ten microseconds to 50 seconds; the last has no end. */
const ENDS = [-2, -1, 0, 1, 2, 3, 4].flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
const LAST = ENDS.length - 1;

/** Collects times. */
export class Latencies {
  private readonly times = createHistogram();
  private readonly counts = ENDS.map(() => 0);

  record(time: number): void {
    this.times.record(Math.max(1, Math.round(time * NANOSECONDS)));
    let bucket = 0;
    while (bucket < LAST && time > ENDS[bucket]!) bucket++;
    this.counts[bucket]!++;
  }

  get count(): number {
    return this.times.count;
  }

  /** The time that a part of the answers kept to. */
  percentile(percent: number): number {
    return this.count === 0 ? 0 : rounded(this.times.percentile(percent));
  }

  get max(): number {
    return this.count === 0 ? 0 : rounded(this.times.max);
  }

  get mean(): number {
    return this.count === 0 ? 0 : rounded(this.times.mean);
  }

  /** The buckets from the first to the last that is not empty. */
  get buckets(): Bucket[] {
    const first = this.counts.findIndex((count) => count > 0);
    const last = this.counts.findLastIndex((count) => count > 0);
    return ENDS.map((upTo, i) => ({ upTo, count: this.counts[i]! })).slice(Math.max(0, first), last + 1);
  }
}

function rounded(nanoseconds: number): number {
  return Math.round(nanoseconds / 1000) / 1000;
}
