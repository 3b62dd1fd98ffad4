// From code lengths to a table that decodes (RFC 1951 §3.2.2). The next bits of the input are the index, so one look-up reads a
// symbol; codes longer than the primary table's index go on in a secondary table behind it.
//
// An entry, from bit 0: 4 bits code length (the whole of it, in secondary tables too), 4 bits number of extra bits, flags, and
// from bit 16 the value. An entry of 0 is a code that stands for nothing.
import {
  DISTANCE_BASES,
  DISTANCE_EXTRA_BITS,
  END_OF_BLOCK,
  LENGTH_BASES,
  LENGTH_EXTRA_BITS,
  LENGTH_SYMBOLS_FROM,
  MAX_CODE_LENGTH,
} from '../deflate-format/deflate-alphabet.js';

/** The entry leads to a secondary table: its index has as many bits as the extra bits say, its place is the value. */
export const LINK = 1 << 8;
/** The entry ends the block. */
export const END = 1 << 9;
/** The entry's value is a byte: the sign bit, the quickest to test. */
export const LITERAL = 1 << 31;

/** What symbols stand for: entries without their code length. 0 for a symbol that must not occur. */
export const LITERAL_MEANINGS = Int32Array.from({ length: 288 }, (_, symbol) => {
  if (symbol < END_OF_BLOCK) return LITERAL | (symbol << 16);
  if (symbol === END_OF_BLOCK) return END;
  const index = symbol - LENGTH_SYMBOLS_FROM;
  return index < LENGTH_BASES.length ? (LENGTH_BASES[index]! << 16) | (LENGTH_EXTRA_BITS[index]! << 4) : 0;
});
export const DISTANCE_MEANINGS = Int32Array.from({ length: 32 }, (_, symbol) =>
  symbol < DISTANCE_BASES.length ? (DISTANCE_BASES[symbol]! << 16) | (DISTANCE_EXTRA_BITS[symbol]! << 4) : 0,
);
/** A flag goes with them, since the length 0 must not look like a symbol that must not occur. */
export const CODE_LENGTH_MEANINGS = Int32Array.from({ length: 19 }, (_, symbol) => (symbol << 16) | END);

/** Work space, shared: how many codes have each length, where the symbols of each length begin, symbols by length. */
const counts = new Int32Array(MAX_CODE_LENGTH + 1);
const starts = new Int32Array(MAX_CODE_LENGTH + 2);
const symbols = new Uint16Array(LITERAL_MEANINGS.length);

/** A code of one alphabet; built anew for each block. */
export class DecodeTable {
  /** Ample: zlib's `enough` counts 1,334 entries for 286 symbols with a primary table of 10 bits. */
  readonly entries = new Int32Array(2048);
  /** How many bits index the primary table. */
  bits = 1;

  /**
   * @param meanings what each symbol stands for
   * @param mostBits the largest primary table, as bits of its index
   * @param mayBeIncomplete §3.2.7: "If only one distance code is used, it is encoded using one bit"; none at all may be used too
   */
  constructor(
    private readonly meanings: Int32Array,
    private readonly mostBits: number,
    private readonly mayBeIncomplete: boolean,
  ) {}

  /**
   * Takes the code of the symbols in `used[start…end)`, which are in order; false when there is no such code. Symbols that are
   * not used cost nothing: a message uses some fifty of three hundred.
   *
   * @param lengths by symbol
   * @param first what to take from a symbol, where a row holds the symbols of two codes
   */
  build(lengths: Uint8Array, used: Uint16Array, start: number, end: number, first: number): boolean {
    for (let length = 0; length <= MAX_CODE_LENGTH; length++) counts[length] = 0;
    for (let i = start; i < end; i++) counts[lengths[used[i]!]!]!++;
    let longest = MAX_CODE_LENGTH;
    while (longest > 0 && counts[longest] === 0) longest--;
    let unused = 1;
    starts[1] = 0;
    for (let length = 1; length <= longest; length++) {
      unused = unused * 2 - counts[length]!;
      if (unused < 0) return false;
      starts[length + 1] = starts[length]! + counts[length]!;
    }
    if (unused > 0 && !(this.mayBeIncomplete && longest <= 1)) return false;
    for (let i = start; i < end; i++) {
      const symbol = used[i]!;
      symbols[starts[lengths[symbol]!]!++] = symbol - first;
    }
    this.fill(longest);
    return true;
  }

  /** Fills the primary table by doubling it for each length; codes come in the order of §3.2.2, read from their last bit. */
  private fill(longest: number): void {
    const { entries, meanings } = this;
    const bits = (this.bits = Math.max(1, Math.min(longest, this.mostBits)));
    let code = 0;
    let next = 0;
    entries[0] = 0;
    for (let length = 1; length <= bits; length++) {
      const half = 1 << (length - 1);
      if (half < 32) for (let i = 0; i < half; i++) entries[half + i] = entries[i]!;
      else entries.copyWithin(half, 0, half);
      for (let left = counts[length]!; left > 0; left--) {
        const meaning = meanings[symbols[next++]!]!;
        entries[code] = meaning && meaning | length;
        code = following(code, length);
      }
    }
    if (longest > bits) this.fillSecondary(longest, code, next);
  }

  private fillSecondary(longest: number, firstCode: number, firstSymbol: number): void {
    const { entries, meanings, bits } = this;
    let code = firstCode;
    let next = firstSymbol;
    let prefix = -1;
    let table = 1 << bits;
    let tableEnd = table;
    for (let length = bits + 1; length <= longest; length++) {
      for (let left = counts[length]!; left > 0; left--) {
        if ((code & ((1 << bits) - 1)) !== prefix) {
          prefix = code & ((1 << bits) - 1);
          const indexBits = secondaryBits(length - bits, left, bits);
          table = tableEnd;
          tableEnd += 1 << indexBits;
          entries[prefix] = LINK | (indexBits << 4) | (table << 16);
        }
        const meaning = meanings[symbols[next++]!]!;
        const step = 1 << (length - bits);
        for (let i = table + (code >>> bits); i < tableEnd; i += step) entries[i] = meaning && meaning | length;
        code = following(code, length);
      }
    }
  }
}

/** The code after `code`, both bit-reversed: the highest zero becomes one, the ones over it zero. 0 after the last one. */
function following(code: number, length: number): number {
  const zeros = code ^ ((1 << length) - 1);
  if (zeros === 0) return 0;
  const bit = 1 << (31 - Math.clz32(zeros));
  return (code & (bit - 1)) | bit;
}

/** The bits that a secondary table must have so that the codes left over from its shortest ones fill it. */
function secondaryBits(shortest: number, codesOfShortest: number, primaryBits: number): number {
  let bits = shortest;
  let filled = codesOfShortest;
  while (filled < 1 << bits && primaryBits + bits < MAX_CODE_LENGTH) {
    bits++;
    filled = filled * 2 + counts[primaryBits + bits]!;
  }
  return bits;
}
