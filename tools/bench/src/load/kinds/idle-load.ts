// Connections that do nothing: what they cost is memory. A server may send them heartbeats meanwhile.
import { Client } from '../client.js';
import type { Destination, Load } from '../load.js';

export class IdleLoad implements Load {
  #clients: Client[] = [];

  constructor(
    readonly destination: Destination,
    readonly connections: number,
  ) {}

  async open(): Promise<void> {
    this.#clients = await Client.openMany(this.destination, '/echo', this.connections);
    for (const client of this.#clients) client.received = () => {};
  }

  run(): Promise<never> {
    return Promise.reject(new Error('an idle load does not run'));
  }

  close(): void {
    for (const client of this.#clients) client.destroy();
  }
}
