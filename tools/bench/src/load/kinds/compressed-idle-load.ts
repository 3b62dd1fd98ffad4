// Connections that have echoed some messages with compression both ways and then do nothing.
import { openLanes } from '../deflate/lanes.js';
import { exchange, type DeflateLane } from '../deflate/lane.js';
import type { Destination, Load } from '../load.js';

export class CompressedIdleLoad implements Load {
  #lanes: DeflateLane[] = [];

  constructor(
    readonly destination: Destination,
    readonly connections: number,
    readonly messages: number,
  ) {}

  async open(): Promise<void> {
    this.#lanes = await openLanes(this.destination, this.connections, 1);
    for (let message = 0; message < this.messages; message++) await exchange(this.#lanes, () => false);
    for (const { client } of this.#lanes) client.received = () => {};
  }

  run(): Promise<never> {
    return Promise.reject(new Error('an idle load does not run'));
  }

  close(): void {
    for (const { client } of this.#lanes) client.destroy();
  }
}
