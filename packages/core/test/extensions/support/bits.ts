/** Builds deflate data by hand: numbers from their lowest bit up, codes from their highest (RFC 1951 §3.1.1). */
export class Bits {
  private readonly bits: number[] = [];

  number(value: number, count: number): this {
    for (let i = 0; i < count; i++) this.bits.push((value >> i) & 1);
    return this;
  }

  code(digits: string): this {
    for (const digit of digits) this.bits.push(Number(digit));
    return this;
  }

  align(): this {
    while (this.bits.length % 8 !== 0) this.bits.push(0);
    return this;
  }

  bytes(...bytes: number[]): this {
    for (const byte of bytes) this.number(byte, 8);
    return this;
  }

  header(type: 'stored' | 'fixed' | 'dynamic' | 'reserved', final = false): this {
    return this.number(final ? 1 : 0, 1).number(['stored', 'fixed', 'dynamic', 'reserved'].indexOf(type), 2);
  }

  /** The header of a dynamic block: `lengths` of the code length code by symbol, in the order of §3.2.7. */
  dynamic(literals: number, distances: number, lengths: Record<number, number>): this {
    this.header('dynamic')
      .number(literals - 257, 5)
      .number(distances - 1, 5)
      .number(15, 4);
    for (const symbol of [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15])
      this.number(lengths[symbol] ?? 0, 3);
    return this;
  }

  /** The empty stored block that a message ends with, less its 00 00 ff ff. */
  end(): Buffer {
    return this.header('stored').align().done();
  }

  done(): Buffer {
    this.align();
    const bytes = Buffer.alloc(this.bits.length / 8);
    this.bits.forEach((bit, i) => (bytes[i >> 3]! |= bit << (i & 7)));
    return bytes;
  }
}
