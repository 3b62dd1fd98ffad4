// Code lengths without sorting: frequencies are rounded down to powers of two, and then a Huffman tree is known from how many
// symbols each power has. In short blocks that is not only quicker but as small: the codes get a little longer, but like symbols get
// like lengths, which makes their description shorter (bench: deflate).
import { MAX_CODE_LENGTH } from '../deflate-format/deflate-alphabet.js';

/** Classes 0…15: all frequencies of an alphabet together are 2^15 at most, so that no length is over the limit. */
const CLASSES = MAX_CODE_LENGTH + 1;

/** The symbols of one alphabet by class; class n is for the frequencies from 2^n on. */
export class FrequencyClasses {
  /** By class: how many symbols it has, and how many nodes are joined in pairs or moved up one by one to get into it. */
  private readonly leaves = new Int32Array(CLASSES);
  private readonly below = new Int32Array(CLASSES);
  /** By class: a length, and how many more of its symbols have one that is longer by one. */
  private readonly shortest = new Int32Array(CLASSES);
  private readonly longer = new Int32Array(CLASSES);

  clear(): void {
    for (let index = 0; index < CLASSES; index++) this.leaves[index] = 0;
  }

  /** Adds a symbol. */
  add(frequency: number): void {
    this.leaves[classOf(frequency)]!++;
  }

  /**
   * Finds the lengths; there are two symbols at least.
   *
   * @param counts all zero; gets how many symbols have each length
   */
  settle(counts: Int32Array): void {
    const { leaves, below, shortest, longer } = this;
    // From the top down: so many nodes of the class are `depth` under the root, and so many a step more.
    let top = this.join();
    let depth = 0;
    let high = 1;
    let low = 0;
    for (; top >= 0; top--) {
      // The nodes that are pairs of the class below are high where they can be, so that there are never more than two depths.
      const pairs = below[top]! >> 1;
      const isSingle = (below[top]! & 1) !== 0;
      const isSingleLow = isSingle && low > 0;
      const isSingleHigh = isSingle && low === 0;
      const highPairs = Math.min(pairs, isSingleHigh ? high - 1 : high);
      const lowPairs = pairs - highPairs;
      shortest[top] = depth;
      longer[top] = low - lowPairs - (isSingleLow ? 1 : 0);
      counts[depth]! += leaves[top]! - longer[top]!;
      counts[depth + 1]! += longer[top]!;
      if (isSingleHigh) {
        high = 1;
        low = 2 * highPairs;
      } else {
        depth++;
        high = 2 * highPairs + (isSingleLow ? 1 : 0);
        low = 2 * lowPairs;
      }
    }
  }

  /** The length of the next symbol; all that were added are asked for once, in any order: runs of one length are what is cheap. */
  takeLength(frequency: number): number {
    const index = classOf(frequency);
    return this.shortest[index]! + (--this.longer[index]! >= 0 ? 1 : 0);
  }

  /** From the bottom up: two nodes make one of the next class, and a single one counts as one. Tells the root's class. */
  private join(): number {
    const { leaves, below } = this;
    let highest = CLASSES - 1;
    while (leaves[highest] === 0) highest--;
    let nodes = 0;
    for (let index = 0; ; index++) {
      below[index] = nodes;
      nodes = leaves[index]! + ((nodes + 1) >> 1);
      if (index >= highest && nodes === 1) return index;
    }
  }
}

/** A symbol that does not occur has a code too where there would be but one. */
function classOf(frequency: number): number {
  return 31 - Math.clz32(frequency | 1);
}
