// From frequencies to a Huffman code whose lengths are limited (RFC 1951 §3.2.2). In place, after Moffat and Katajainen: the
// symbols are sorted by frequency once, then one array is by turns leaves, parents and depths. Depths over the limit are made up
// for by the next shorter code that can be split, which costs little and nothing in the common case.
import { FrequencyClasses } from './frequency-classes.js';

/** A node: its frequency, parent or depth over its symbol. */
const SYMBOL_BITS = 9;
const SYMBOL_MASK = (1 << SYMBOL_BITS) - 1;
const LONGEST = 15;
const GAPS = [57, 23, 10, 4, 1];
/** Frequencies below the last of these are sorted by counting. */
const BUCKETS = 64;

/** Work space, shared. */
const classes = new FrequencyClasses();
const nodes = new Int32Array(288);
const counts = new Int32Array(LONGEST + 2);
const nextCodes = new Int32Array(LONGEST + 2);
const bucketEnds = new Int32Array(BUCKETS);
const reversedBytes = Uint8Array.from({ length: 256 }, (_, byte) => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) reversed |= ((byte >> bit) & 1) << (7 - bit);
  return reversed;
});

/** The code of one alphabet; built anew for each block. Work goes by the symbols used: a message has few of them. */
export class HuffmanCode {
  readonly frequencies: Int32Array;
  readonly lengths: Uint8Array;
  /** By symbol: the code's bits as they are written, over 4 bits of length. Holds for symbols that have a code. */
  readonly codes: Int32Array;
  /** The symbols that have a code, in order; a place more, as `collect` writes before it counts. */
  readonly used: Uint16Array;
  usedCount = 0;
  /** What `measure` found, in bits: with this code, with the fixed one, and of extra bits either way. */
  ownCost = 0;
  fixedCost = 0;
  extraCost = 0;

  constructor(
    private readonly size: number,
    private readonly limit: number,
  ) {
    this.frequencies = new Int32Array(size);
    this.lengths = new Uint8Array(size);
    this.codes = new Int32Array(size);
    this.used = new Uint16Array(size + 1);
  }

  /** A code whose lengths are known. */
  static of(lengths: Uint8Array): HuffmanCode {
    const code = new HuffmanCode(lengths.length, LONGEST);
    code.lengths.set(lengths);
    counts.fill(0);
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      counts[lengths[symbol]!]!++;
      if (lengths[symbol] !== 0) code.used[code.usedCount++] = symbol;
    }
    code.assign();
    return code;
  }

  /**
   * Finds the lengths for the frequencies. There are always two codes at least: §3.2.7 allows one, "encoded using one bit, not
   * zero bits", but not all decoders do.
   */
  build(): void {
    const { lengths, used } = this;
    this.collect();
    const { usedCount } = this;
    sortByFrequency(this.frequencies, used, usedCount);
    findParents(usedCount);
    for (let length = 0; length < counts.length; length++) counts[length] = 0;
    countDepths(usedCount, this.limit);
    let node = 0;
    for (let length = this.limit; length > 0; length--)
      for (let left = counts[length]!; left > 0; left--) lengths[nodes[node++]! & SYMBOL_MASK] = length;
    this.assign();
  }

  /** As `build` but quicker, with lengths that are not the best but cheap to describe: for blocks of few symbols, 2^15 at most. */
  buildQuickly(): void {
    const { frequencies, lengths, used } = this;
    this.collect();
    const { usedCount } = this;
    classes.clear();
    for (let i = 0; i < usedCount; i++) classes.add(frequencies[used[i]!]!);
    for (let length = 0; length < counts.length; length++) counts[length] = 0;
    classes.settle(counts);
    for (let i = 0; i < usedCount; i++) lengths[used[i]!] = classes.takeLength(frequencies[used[i]!]!);
    this.assign();
  }

  /** How many bits the symbols take that were counted, at so many `bits` each; holds once the code is built. */
  cost(bits: Uint8Array): number {
    const { frequencies, used, usedCount } = this;
    let sum = 0;
    for (let i = 0; i < usedCount; i++) sum += frequencies[used[i]!]! * bits[used[i]!]!;
    return sum;
  }

  /** Adds up what the symbols cost that were counted, in one loop; holds once the code is built. */
  measure(fixedLengths: Uint8Array, extraBits: Uint8Array): void {
    const { frequencies, used, usedCount, lengths } = this;
    let own = 0;
    let fixed = 0;
    let extra = 0;
    for (let i = 0; i < usedCount; i++) {
      const symbol = used[i]!;
      const frequency = frequencies[symbol]!;
      own += frequency * lengths[symbol]!;
      fixed += frequency * fixedLengths[symbol]!;
      extra += frequency * extraBits[symbol]!;
    }
    this.ownCost = own;
    this.fixedCost = fixed;
    this.extraCost = extra;
  }

  /** Sets the frequencies to zero that the code was built from. */
  clearFrequencies(): void {
    for (let i = 0; i < this.usedCount; i++) this.frequencies[this.used[i]!] = 0;
  }

  /** Lists the symbols that were counted, and forgets the last code; no branch depends on which they are. */
  private collect(): void {
    const { frequencies, lengths, used, size } = this;
    for (let i = 0; i < this.usedCount; i++) lengths[used[i]!] = 0;
    let count = 0;
    for (let symbol = 0; symbol < size; symbol++) {
      used[count] = symbol;
      count += -frequencies[symbol]! >>> 31;
    }
    if (count < 2) {
      used[1] = count === 1 && used[0]! > 0 ? used[0]! : 1;
      used[0] = 0;
      count = 2;
    }
    this.usedCount = count;
  }

  /** §3.2.2: the codes follow from the lengths, of which `counts` has the number. */
  private assign(): void {
    const { lengths, codes, used, usedCount } = this;
    counts[0] = 0;
    for (let length = 1, code = 0; length <= LONGEST; length++)
      nextCodes[length] = code = (code + counts[length - 1]!) << 1;
    for (let i = 0; i < usedCount; i++) {
      const symbol = used[i]!;
      const length = lengths[symbol]!;
      const code = nextCodes[length]!++;
      const reversed = ((reversedBytes[code & 0xff]! << 8) | reversedBytes[code >>> 8]!) >>> (16 - length);
      codes[symbol] = (reversed << 4) | length;
    }
  }
}

/** Makes leaves of the used symbols, the rarest first. In messages nearly all are rare. */
function sortByFrequency(frequencies: Int32Array, used: Uint16Array, count: number): void {
  for (let bucket = 0; bucket < BUCKETS; bucket++) bucketEnds[bucket] = 0;
  for (let i = 0; i < count; i++) bucketEnds[Math.min(frequencies[used[i]!]!, BUCKETS - 1)]!++;
  let frequent = 0;
  for (let bucket = 0, end = 0; bucket < BUCKETS; bucket++) {
    frequent = end;
    end += bucketEnds[bucket]!;
    bucketEnds[bucket] = frequent;
  }
  for (let i = 0; i < count; i++) {
    const symbol = used[i]!;
    const frequency = frequencies[symbol]!;
    nodes[bucketEnds[Math.min(frequency, BUCKETS - 1)]!++] = (frequency << SYMBOL_BITS) | symbol;
  }
  sort(frequent, count);
}

/** Sorts nodes by frequency (Shell's sort: there are few, and the engine's sort costs a call). */
function sort(start: number, end: number): void {
  if (end - start < 2) return;
  for (const gap of GAPS)
    for (let i = start + gap; i < end; i++) {
      const node = nodes[i]!;
      let j = i;
      for (; j >= start + gap && nodes[j - gap]! > node; j -= gap) nodes[j] = nodes[j - gap]!;
      nodes[j] = node;
    }
}

/** Joins the two rarest again and again; an inner node takes the place of a leaf that is joined, beside the leaf's symbol. */
function findParents(count: number): void {
  let leaf = 0;
  let inner = 0;
  for (let joined = 0; joined < count - 1; joined++) {
    let frequency = 0;
    for (let child = 0; child < 2; child++) {
      const isLeaf =
        leaf < count && (inner === joined || nodes[leaf]! >>> SYMBOL_BITS <= nodes[inner]! >>> SYMBOL_BITS);
      if (isLeaf) {
        frequency += nodes[leaf++]! >>> SYMBOL_BITS;
      } else {
        frequency += nodes[inner]! >>> SYMBOL_BITS;
        nodes[inner] = (joined << SYMBOL_BITS) | (nodes[inner]! & SYMBOL_MASK);
        inner++;
      }
    }
    nodes[joined] = (frequency << SYMBOL_BITS) | (nodes[joined]! & SYMBOL_MASK);
  }
}

/** Walks from the root down: each inner node replaces one code by two that are a bit longer. */
function countDepths(count: number, limit: number): void {
  counts[1] = 2;
  nodes[count - 2] = nodes[count - 2]! & SYMBOL_MASK;
  for (let node = count - 3; node >= 0; node--) {
    let depth = (nodes[nodes[node]! >>> SYMBOL_BITS]! >>> SYMBOL_BITS) + 1;
    nodes[node] = (depth << SYMBOL_BITS) | (nodes[node]! & SYMBOL_MASK);
    if (depth >= limit) {
      depth = limit - 1;
      while (counts[depth] === 0) depth--;
    }
    counts[depth]!--;
    counts[depth + 1]! += 2;
  }
}
