// Some clients at a time connect, shake hands, close with both close frames, and begin anew once the server has ended TCP.
import { Client } from '../client.js';
import { maskedFrame, opcodes } from '../frame.js';
import type { Destination, Load } from '../load.js';
import { Tally, type Run } from '../tally.js';

const closeFrame = maskedFrame(opcodes.close, Buffer.from([0x03, 0xe8]), 0x37fa213d);

export class SetUpLoad implements Load {
  constructor(
    readonly destination: Destination,
    readonly parallel: number,
  ) {}

  async open(): Promise<void> {}

  async run(milliseconds: number): Promise<Run> {
    const tally = new Tally(milliseconds);
    await Promise.all(Array.from({ length: this.parallel }, () => this.#repeat(tally)));
    return tally.result();
  }

  close(): void {}

  async #repeat(tally: Tally): Promise<void> {
    let begunAt = 0;
    do {
      begunAt = performance.now();
      await this.#openAndClose();
    } while (tally.count(1, begunAt));
  }

  async #openAndClose(): Promise<void> {
    const client = await Client.open(this.destination, '/echo');
    let answered = false;
    client.received = (buffer) => {
      if (answered) return;
      if (buffer[0] !== closeFrame[0]) throw new Error('the close frame was not answered by one');
      answered = true;
      // A server that only sends bytes back does not know that it is its turn to end TCP (§7.1.1).
      if (this.destination.sendsMasked) client.end();
    };
    client.expectClose();
    client.write(closeFrame);
    await client.whenClosed;
    if (!answered) throw new Error('the close frame was not answered');
  }
}
