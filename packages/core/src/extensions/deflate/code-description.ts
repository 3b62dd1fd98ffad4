// How a dynamic block describes its two codes (RFC 1951 §3.2.7): their lengths in one row, runs shortened, under a third code.
import {
  CODE_LENGTH_ORDER,
  DISTANCE_SYMBOLS,
  LITERAL_SYMBOLS,
  MAX_CODE_LENGTH_CODE_LENGTH,
  REPEAT_PREVIOUS,
  REPEAT_ZERO,
  REPEAT_ZERO_LONG,
} from '../deflate-format/deflate-alphabet.js';
import type { BitWriter } from './bit-writer.js';
import { HuffmanCode } from './huffman-code.js';

/** By symbol of the third code: its extra bits. */
const EXTRA_BITS = Uint8Array.from({ length: CODE_LENGTH_ORDER.length }, (_, symbol) =>
  symbol === REPEAT_PREVIOUS ? 2 : symbol === REPEAT_ZERO ? 3 : symbol === REPEAT_ZERO_LONG ? 7 : 0,
);

/** The description of the two codes at hand; one for all connections. */
export class CodeDescription {
  private readonly code = new HuffmanCode(CODE_LENGTH_ORDER.length, MAX_CODE_LENGTH_CODE_LENGTH);
  /** Symbols over 7 bits of extra bits' value. */
  private readonly runs = new Uint16Array(LITERAL_SYMBOLS + DISTANCE_SYMBOLS);
  private count = 0;
  private literals = 0;
  private distances = 0;
  private described = 0;
  /** The run under way: a length, and how often it came again. */
  private last = 0;
  private repeated = 0;

  /** Takes the two codes; tells how many bits their description has, the block's type not among them. */
  prepare(literals: HuffmanCode, distances: HuffmanCode): number {
    this.literals = literals.used[literals.usedCount - 1]! + 1;
    this.distances = distances.used[distances.usedCount - 1]! + 1;
    this.code.clearFrequencies();
    this.count = this.last = this.repeated = 0;
    this.list(literals);
    this.list(distances);
    this.endRun();
    this.code.build();
    this.described = CODE_LENGTH_ORDER.length;
    while (this.described > 4 && this.code.lengths[CODE_LENGTH_ORDER[this.described - 1]!] === 0) this.described--;
    return 14 + 3 * this.described + this.code.cost(this.code.lengths) + this.code.cost(EXTRA_BITS);
  }

  write(writer: BitWriter): void {
    const { code, runs } = this;
    writer.put(this.literals - 257, 5);
    writer.put(this.distances - 1, 5);
    writer.put(this.described - 4, 4);
    for (let i = 0; i < this.described; i++) writer.put(code.lengths[CODE_LENGTH_ORDER[i]!]!, 3);
    for (let i = 0; i < this.count; i++) {
      const symbol = runs[i]! >>> 7;
      const entry = code.codes[symbol]!;
      const bits = entry & 15;
      writer.put((entry >>> 4) | ((runs[i]! & 0x7f) << bits), bits + EXTRA_BITS[symbol]!);
    }
  }

  /**
   * Lists the lengths, by the symbols that are used: what lies between is zeros. One row for both codes, so a run may go on from
   * one into the other.
   */
  private list(code: HuffmanCode): void {
    const { lengths, used, usedCount } = code;
    let next = 0;
    for (let i = 0; i < usedCount; i++) {
      const symbol = used[i]!;
      const length = lengths[symbol]!;
      if (symbol === next && length === this.last) {
        this.repeated++;
      } else {
        this.endRun();
        if (symbol > next) this.addZeros(symbol - next);
        this.add(length, 0);
        this.last = length;
      }
      next = symbol + 1;
    }
  }

  /** 11–138 or 3–10 zeros. */
  private addZeros(count: number): void {
    let left = count;
    for (; left >= 11; left -= Math.min(left, 138)) this.add(REPEAT_ZERO_LONG, Math.min(left, 138) - 11);
    if (left >= 3) this.add(REPEAT_ZERO, left - 3);
    else for (; left > 0; left--) this.add(0, 0);
  }

  /** 3–6 times the length before. */
  private endRun(): void {
    let left = this.repeated;
    for (; left >= 3; left -= Math.min(left, 6)) this.add(REPEAT_PREVIOUS, Math.min(left, 6) - 3);
    for (; left > 0; left--) this.add(this.last, 0);
    this.repeated = 0;
  }

  private add(symbol: number, extra: number): void {
    this.runs[this.count++] = (symbol << 7) | extra;
    this.code.frequencies[symbol]!++;
  }
}
