// Inflates the first answers of a connection, with takeover, and compares them with what was sent.
import { constants, inflateRawSync } from 'node:zlib';

const marker = Buffer.from([0x00, 0x00, 0xff, 0xff]); // RFC 7692 §7.2.2
const windowSize = 32 * 1024;

export class Verifier {
  readonly #texts: readonly Buffer[];
  #history: Buffer = Buffer.alloc(0);
  #verified = 0;

  constructor(texts: readonly Buffer[]) {
    this.#texts = texts;
  }

  /** How many answers were right. */
  get verified(): number {
    return this.#verified;
  }

  /** Throws unless the payload inflates to the next message. */
  check(payload: Buffer): void {
    const expected = this.#texts[this.#verified % this.#texts.length]!;
    if (!this.#inflate(payload).equals(expected))
      throw new Error(`answer ${this.#verified + 1} is not what was sent once it is inflated`);
    this.#history = Buffer.concat([this.#history, expected]).subarray(-windowSize);
    this.#verified++;
  }

  #inflate(payload: Buffer): Buffer {
    // As the dictionary, what came before is all that a context holds.
    const dictionary = this.#history.length > 0 ? { dictionary: this.#history } : {};
    return inflateRawSync(Buffer.concat([payload, marker]), { finishFlush: constants.Z_SYNC_FLUSH, ...dictionary });
  }
}
