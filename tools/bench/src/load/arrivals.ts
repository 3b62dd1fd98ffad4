// Follows the bytes of one batch on one connection: the first batch is compared byte for byte, the later ones are counted.

export class Arrivals {
  readonly #expected: Buffer;
  #received = 0;
  #verifying = true;

  constructor(expected: Buffer) {
    this.#expected = expected;
  }

  /** Takes the first bytes of the buffer; true when they complete the batch, after which the next one begins. */
  take(buffer: Buffer, length: number): boolean {
    const until = this.#received + length;
    if (until > this.#expected.length)
      throw new Error(`${until} bytes came back where ${this.#expected.length} were due`);
    if (this.#verifying && buffer.compare(this.#expected, this.#received, until, 0, length) !== 0) {
      throw new Error(`wrong bytes came back between ${this.#received} and ${until}`);
    }
    this.#received = until;
    if (until < this.#expected.length) return false;
    this.#received = 0;
    this.#verifying = false;
    return true;
  }

  /** Compares the next batch byte for byte again. */
  verifyNext(): void {
    this.#verifying = true;
  }
}
