// One connection that sends the batches of a sequence in turn, each in one write, once the one before it is answered.
import { nothingDue, type Client } from '../client.js';
import { Answers } from './answers.js';
import type { DeflateSequence } from './sequence.js';
import { Verifier } from './verifier.js';

/** How many answers are inflated and compared on each connection. */
const toVerify = 16;

export class DeflateLane {
  sentAt = 0;
  /** What the reference sends for the batches answered. */
  referenceBytes = 0;
  readonly #answers = new Answers();
  readonly #verifier: Verifier;
  #sent = 0;
  #due = 0;

  constructor(
    readonly client: Client,
    readonly sequence: DeflateSequence,
  ) {
    this.#verifier = new Verifier(sequence.texts);
    this.#answers.payload = (payload) => {
      this.#verifier.check(payload);
      if (this.verified) this.#answers.payload = undefined;
    };
  }

  get verified(): boolean {
    return this.#verifier.verified >= toVerify;
  }

  /** Bytes that came on the wire. */
  get bytes(): number {
    return this.#answers.bytes;
  }

  send(): void {
    const { batches, reference } = this.sequence;
    const index = this.#sent % batches.length;
    this.referenceBytes += (this.#sent++ < batches.length ? reference.first : reference.later)[index]!;
    const { messages, sent } = batches[index]!;
    this.#due = messages;
    this.sentAt = performance.now();
    this.client.write(sent);
  }

  /** Takes bytes that came; true when they complete the batch. */
  take(buffer: Buffer, length: number): boolean {
    this.#due -= this.#answers.take(buffer, length);
    if (this.#due > 0) return false;
    if (this.#due < 0 || !this.#answers.atRest) throw new Error('more came back than was due');
    return true;
  }
}

/** Lets each lane send, and again for as long as it is told to when its batch is answered. */
export function exchange(lanes: readonly DeflateLane[], again: (lane: DeflateLane) => boolean): Promise<void> {
  return new Promise((resolve) => {
    let running = lanes.length;
    for (const lane of lanes) {
      lane.client.received = (buffer, length) => {
        if (!lane.take(buffer, length)) return;
        if (again(lane)) return lane.send();
        lane.client.received = nothingDue;
        if (--running === 0) resolve();
      };
      lane.send();
    }
  });
}
