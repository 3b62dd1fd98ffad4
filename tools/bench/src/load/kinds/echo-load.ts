// Each client writes its batch in one write, waits until all of it is back, and repeats.
import type { Batch } from '../batch.js';
import { Arrivals } from '../arrivals.js';
import { Client, nothingDue } from '../client.js';
import type { Destination, Load } from '../load.js';
import { Tally, type Run } from '../tally.js';

class Lane {
  readonly arrivals: Arrivals;
  sentAt = 0;

  constructor(
    readonly client: Client,
    readonly batch: Batch,
  ) {
    this.arrivals = new Arrivals(batch.expected);
  }

  send(): void {
    this.sentAt = performance.now();
    this.client.write(this.batch.sent);
  }
}

export class EchoLoad implements Load {
  #lanes: Lane[] = [];

  constructor(
    readonly destination: Destination,
    readonly path: string,
    readonly connections: number,
    readonly batch: Batch,
  ) {}

  async open(): Promise<void> {
    const clients = await Client.openMany(this.destination, this.path, this.connections);
    this.#lanes = clients.map((client) => new Lane(client, this.batch));
  }

  run(milliseconds: number): Promise<Run> {
    return new Promise((resolve) => {
      const tally = new Tally(milliseconds);
      let running = this.#lanes.length;
      for (const lane of this.#lanes) {
        lane.arrivals.verifyNext();
        lane.client.received = (buffer, length) => {
          if (!lane.arrivals.take(buffer, length)) return;
          if (tally.count(lane.batch.messages, lane.sentAt)) return lane.send();
          lane.client.received = nothingDue;
          if (--running === 0) resolve(tally.result());
        };
        lane.send();
      }
    });
  }

  close(): void {
    for (const { client } of this.#lanes) client.destroy();
  }
}
