// As the echo load, with messages that are compressed both ways and differ from each other.
import { openLanes } from '../deflate/lanes.js';
import { exchange, type DeflateLane } from '../deflate/lane.js';
import type { Destination, Load } from '../load.js';
import { Tally, type Run } from '../tally.js';

export class DeflateLoad implements Load {
  #lanes: DeflateLane[] = [];

  constructor(
    readonly destination: Destination,
    readonly connections: number,
    readonly pipelined: number,
  ) {}

  async open(): Promise<void> {
    this.#lanes = await openLanes(this.destination, this.connections, this.pipelined);
    await exchange(this.#lanes, (lane) => !lane.verified);
  }

  async run(milliseconds: number): Promise<Run> {
    const before = this.#output();
    const tally = new Tally(milliseconds);
    await exchange(this.#lanes, ({ sentAt }) => tally.count(this.pipelined, sentAt));
    const after = this.#output();
    const output = { bytes: after.bytes - before.bytes, reference: after.reference - before.reference };
    return { ...tally.result(), output };
  }

  close(): void {
    for (const { client } of this.#lanes) client.destroy();
  }

  #output(): { bytes: number; reference: number } {
    const sum = (of: (lane: DeflateLane) => number): number => this.#lanes.reduce((all, lane) => all + of(lane), 0);
    return { bytes: sum((lane) => lane.bytes), reference: sum((lane) => lane.referenceBytes) };
  }
}
