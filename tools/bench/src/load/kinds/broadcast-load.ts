// One of many clients writes its batch in one write, waits until every client, itself included, has got it, and repeats.
import { Arrivals } from '../arrivals.js';
import type { Batch } from '../batch.js';
import { Client, nothingDue } from '../client.js';
import type { Destination, Load } from '../load.js';
import { Tally, type Run } from '../tally.js';

export class BroadcastLoad implements Load {
  #clients: Client[] = [];

  constructor(
    readonly destination: Destination,
    readonly connections: number,
    readonly batch: Batch,
  ) {}

  async open(): Promise<void> {
    this.#clients = await Client.openMany(this.destination, '/broadcast', this.connections);
  }

  run(milliseconds: number): Promise<Run> {
    return new Promise((resolve) => {
      const tally = new Tally(milliseconds);
      const deliveries = this.batch.messages * this.connections;
      let waiting = 0;
      let sentAt = 0;
      const send = (): void => {
        waiting = this.connections;
        sentAt = performance.now();
        this.#clients[0]?.write(this.batch.sent);
      };
      for (const client of this.#clients) {
        const arrivals = new Arrivals(this.batch.expected);
        client.received = (buffer, length) => {
          if (!arrivals.take(buffer, length) || --waiting > 0) return;
          if (tally.count(deliveries, sentAt)) return send();
          for (const each of this.#clients) each.received = nothingDue;
          resolve(tally.result());
        };
      }
      send();
    });
  }

  close(): void {
    for (const client of this.#clients) client.destroy();
  }
}
