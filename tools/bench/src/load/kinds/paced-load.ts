// Sends at a steady pace to one connection after another, whether the answers are back or not: how long an answer takes when
// the server has time. A connection whose answer is still due is passed over.
import { Arrivals } from '../arrivals.js';
import type { Batch } from '../batch.js';
import { Client, nothingDue } from '../client.js';
import type { Destination, Load } from '../load.js';
import { Tally, type Run } from '../tally.js';

interface Lane {
  client: Client;
  arrivals: Arrivals;
  /** 0 while no answer is due. */
  sentAt: number;
}

export class PacedLoad implements Load {
  #lanes: Lane[] = [];
  #next = 0;

  constructor(
    readonly destination: Destination,
    readonly connections: number,
    /** Messages a second. */
    readonly rate: number,
    readonly batch: Batch,
  ) {}

  async open(): Promise<void> {
    const clients = await Client.openMany(this.destination, '/echo', this.connections);
    this.#lanes = clients.map((client) => ({ client, arrivals: new Arrivals(this.batch.expected), sentAt: 0 }));
  }

  run(milliseconds: number): Promise<Run> {
    return new Promise((resolve) => {
      const tally = new Tally(milliseconds);
      const startedAt = performance.now();
      let sent = 0;
      let answered = 0;
      let isOver = false;
      for (const lane of this.#lanes) {
        lane.client.received = (buffer, length) => {
          if (!lane.arrivals.take(buffer, length)) return;
          isOver = !tally.count(1, lane.sentAt);
          lane.sentAt = 0;
          answered++;
          if (isOver && answered === sent) this.#finish(() => resolve(tally.result()));
        };
      }
      const tick = (): void => {
        if (isOver) return;
        const due = Math.floor(((performance.now() - startedAt) / 1000) * this.rate);
        // A load that fell behind does not make up for it at once.
        for (let more = Math.min(due - sent, this.rate / 100); more > 0; more--) if (this.#send()) sent++;
        setTimeout(tick, 1);
      };
      tick();
    });
  }

  close(): void {
    for (const { client } of this.#lanes) client.destroy();
  }

  #send(): boolean {
    const lane = this.#lanes[this.#next++ % this.#lanes.length]!;
    if (lane.sentAt > 0) return false;
    lane.sentAt = performance.now();
    lane.client.write(this.batch.sent);
    return true;
  }

  #finish(resolve: () => void): void {
    for (const { client } of this.#lanes) client.received = nothingDue;
    resolve();
  }
}
