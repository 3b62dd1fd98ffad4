// Counts what one run does and how long each step takes.
import { percentile } from '../median.js';

/** What a load did between two moments of rest. */
export interface Run {
  units: number;
  seconds: number;
  /** Milliseconds from a batch's write to its last byte back. */
  p50: number;
  p99: number;
  /** Bytes of all answers on the wire, and the bytes that zlib's default effort sends for the same messages. */
  output?: { bytes: number; reference: number };
}

export class Tally {
  readonly #startedAt = performance.now();
  readonly #deadline: number;
  readonly #latencies: number[] = [];
  #units = 0;

  constructor(milliseconds: number) {
    this.#deadline = this.#startedAt + milliseconds;
  }

  /** Counts a step that began at the given moment; true while there is time for another. */
  count(units: number, begunAt: number): boolean {
    const now = performance.now();
    this.#units += units;
    this.#latencies.push(now - begunAt);
    return now < this.#deadline;
  }

  result(): Run {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const latencies = Float64Array.from(this.#latencies).sort();
    return { units: this.#units, seconds, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
  }
}
