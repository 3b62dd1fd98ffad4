// The last minutes of each connection and of all together, for the small charts. The server tells about once a second.
import { Store } from '../store/store.js';

/** @typedef {import('../../src/relay/relay-messages.js').ConnectionNote} ConnectionNote */

/** @typedef {{ received: number, sent: number, buffered: number, latency: number, connections: number }} Sample */
/** @typedef {{ times: number[], samples: Sample[] }} Series */

const LONGEST = 120;

/** @returns {Series} */
const emptySeries = () => ({ times: [], samples: [] });

export class TrafficHistory {
  /** @type {Map<string, Series>} */
  #series = new Map();
  #all = emptySeries();

  /** Counts up with each sample. */
  changes = new Store(0);

  /** @param {import('../relay/relay-link.js').RelayLink} link */
  constructor(link) {
    link.connections.watch(() => this.#take(link.connections.value));
  }

  /** Of all connections together: sums, and the mean of the latencies. */
  get all() {
    return this.#all;
  }

  /** @param {string} id */
  of(id) {
    return this.#series.get(id) ?? emptySeries();
  }

  /** @param {{ time: number, list: readonly ConnectionNote[] }} told */
  #take({ time, list }) {
    const alive = new Set(list.map(({ id }) => id));
    for (const id of this.#series.keys()) if (!alive.has(id)) this.#series.delete(id);
    const sum = { received: 0, sent: 0, buffered: 0, latency: 0, connections: list.length };
    let measured = 0;
    for (const note of list) {
      const sample = sampleOf(note);
      sum.received += sample.received;
      sum.sent += sample.sent;
      sum.buffered += sample.buffered;
      if (note.latency !== undefined) {
        sum.latency += note.latency;
        measured++;
      }
      let series = this.#series.get(note.id);
      if (!series) this.#series.set(note.id, (series = emptySeries()));
      add(series, time, sample);
    }
    if (measured > 0) sum.latency /= measured;
    add(this.#all, time, sum);
    this.changes.set(this.changes.value + 1);
  }
}

/** @param {ConnectionNote} note @returns {Sample} */
function sampleOf({ received, sent, bufferedAmount, latency = 0 }) {
  return {
    received: received.messagesPerSecond,
    sent: sent.messagesPerSecond,
    buffered: bufferedAmount,
    latency,
    connections: 1,
  };
}

/** @param {Series} series @param {number} time @param {Sample} sample */
function add({ times, samples }, time, sample) {
  times.push(time / 1000);
  samples.push(sample);
  if (times.length > LONGEST) {
    times.shift();
    samples.shift();
  }
}
