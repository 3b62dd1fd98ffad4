// Collects the symbols of a block and writes it the shortest way: stored, with fixed codes or with codes of its own, by their
// exact cost in bits.
import {
  BLOCK_DYNAMIC,
  BLOCK_FIXED,
  BLOCK_STORED,
  DISTANCE_BASES,
  DISTANCE_EXTRA_BITS,
  DISTANCE_SYMBOLS,
  END_OF_BLOCK,
  FIXED_DISTANCE_LENGTHS,
  FIXED_LITERAL_LENGTHS,
  LENGTH_BASES,
  LENGTH_EXTRA_BITS,
  LENGTH_SYMBOLS_FROM,
  LITERAL_SYMBOLS,
  MAX_CODE_LENGTH,
  MAX_MATCH,
  STORED_LIMIT,
} from '../deflate-format/deflate-alphabet.js';
import type { BitWriter } from './bit-writer.js';
import { CodeDescription } from './code-description.js';
import { HuffmanCode } from './huffman-code.js';

/** So many symbols make a block: new codes pay from some thousands on. */
const BLOCK_SYMBOLS = 16_384;
/** Below so many symbols the codes' description weighs more than the best lengths save. */
const FEW_SYMBOLS = 1024;

/** By length: its symbol. "258" has one of its own (§3.2.5). */
const LENGTH_SYMBOLS = new Uint16Array(MAX_MATCH + 1);
for (let symbol = 0; symbol < LENGTH_BASES.length; symbol++)
  LENGTH_SYMBOLS.fill(LENGTH_SYMBOLS_FROM + symbol, LENGTH_BASES[symbol]!);

/** By literal/length symbol: its extra bits. */
const LITERAL_EXTRA_BITS = new Uint8Array(LITERAL_SYMBOLS);
LITERAL_EXTRA_BITS.set(LENGTH_EXTRA_BITS, LENGTH_SYMBOLS_FROM);

/** By length: the value of its extra bits, over 3 bits of their number, over 9 bits of its symbol. */
const LENGTH_ENTRIES = Int32Array.from(LENGTH_SYMBOLS, (symbol, length) => {
  const index = Math.max(0, symbol - LENGTH_SYMBOLS_FROM);
  return ((length - LENGTH_BASES[index]!) << 12) | (LENGTH_EXTRA_BITS[index]! << 9) | symbol;
});

/** §3.2.5: the symbol of a distance is the place of its highest bit and the bit below it. */
function distanceSymbol(distance: number): number {
  const rest = distance - 1;
  if (rest < 2) return rest;
  const highest = 31 - Math.clz32(rest);
  return (highest << 1) | ((rest >>> (highest - 1)) & 1);
}

/** The block under way; one for all connections. */
export class BlockWriter {
  /** Literals as they are, matches as length over 16 bits of distance. */
  private readonly symbols = new Int32Array(BLOCK_SYMBOLS);
  private count = 0;
  private readonly literals = new HuffmanCode(LITERAL_SYMBOLS, MAX_CODE_LENGTH);
  private readonly distances = new HuffmanCode(DISTANCE_SYMBOLS, MAX_CODE_LENGTH);
  private readonly description = new CodeDescription();
  private readonly fixedLiterals = HuffmanCode.of(FIXED_LITERAL_LENGTHS);
  private readonly fixedDistances = HuffmanCode.of(FIXED_DISTANCE_LENGTHS);

  constructor(private readonly writer: BitWriter) {}

  get isFull(): boolean {
    return this.count === BLOCK_SYMBOLS;
  }

  /** True when a literal still fits, but not a match behind it. */
  get isAlmostFull(): boolean {
    return this.count >= BLOCK_SYMBOLS - 1;
  }

  addLiteral(byte: number): void {
    this.symbols[this.count++] = byte;
    this.literals.frequencies[byte]!++;
  }

  /** Takes the last symbol back when it is a literal; false when it is not. */
  takeBackLiteral(): boolean {
    if (this.count === 0) return false;
    const byte = this.symbols[this.count - 1]!;
    if (byte >= 0x10000) return false;
    this.count--;
    this.literals.frequencies[byte]!--;
    return true;
  }

  /** @param match length over 16 bits of distance */
  addMatch(match: number): void {
    this.symbols[this.count++] = match;
    this.literals.frequencies[LENGTH_SYMBOLS[match >>> 16]!]!++;
    this.distances.frequencies[distanceSymbol(match & 0xffff)]!++;
  }

  /** Writes the block, which stands for `source[start…end)`, and begins the next one. */
  end(source: Uint8Array, start: number, end: number): void {
    if (this.count === 0) return;
    const { literals, distances, fixedLiterals, fixedDistances, writer } = this;
    literals.frequencies[END_OF_BLOCK] = 1;
    if (this.count < FEW_SYMBOLS) {
      literals.buildQuickly();
      distances.buildQuickly();
    } else {
      literals.build();
      distances.build();
    }
    literals.measure(fixedLiterals.lengths, LITERAL_EXTRA_BITS);
    distances.measure(fixedDistances.lengths, DISTANCE_EXTRA_BITS);
    const extra = literals.extraCost + distances.extraCost;
    const ownCost = this.description.prepare(literals, distances) + literals.ownCost + distances.ownCost + extra;
    const fixedCost = literals.fixedCost + distances.fixedCost + extra;
    const storedCost = ((5 - writer.count) & 7) + 32 + (end - start) * 8;
    const least = Math.min(ownCost, fixedCost, storedCost);
    writer.reserve((least >>> 3) + 8);
    if (least === storedCost) writeStored(writer, source, start, end);
    else if (least === fixedCost) {
      writer.put(BLOCK_FIXED << 1, 3);
      this.write(fixedLiterals.codes, fixedDistances.codes);
    } else {
      writer.put(BLOCK_DYNAMIC << 1, 3);
      this.description.write(writer);
      this.write(literals.codes, distances.codes);
    }
    this.count = 0;
    literals.clearFrequencies();
    distances.clearFrequencies();
  }

  /**
   * Writes the symbols and the block's end. A hot loop: the writer's fields live in local variables, and every symbol writes a
   * word, of which only the whole bytes count, so that no branch depends on the bits (bench: deflate).
   */
  private write(literalCodes: Int32Array, distanceCodes: Int32Array): void {
    const { writer, symbols, count: symbolCount } = this;
    const { view } = writer;
    writer.putWholeBytes();
    let { position, buffer, count } = writer;
    for (let i = 0; i < symbolCount; i++) {
      const symbol = symbols[i]!;
      if (symbol < 0x10000) {
        const code = literalCodes[symbol]!;
        buffer |= (code >>> 4) << count;
        count += code & 15;
      } else {
        const length = LENGTH_ENTRIES[symbol >>> 16]!;
        let code = literalCodes[length & 0x1ff]!;
        buffer |= (code >>> 4) << count;
        count += code & 15;
        buffer |= (length >>> 12) << count;
        count += (length >>> 9) & 7;
        view.setInt32(position, buffer, true);
        position += count >>> 3;
        buffer >>>= count & 24;
        count &= 7;
        const distance = symbol & 0xffff;
        const far = distanceSymbol(distance);
        code = distanceCodes[far]!;
        buffer |= (code >>> 4) << count;
        count += code & 15;
        view.setInt32(position, buffer, true);
        position += count >>> 3;
        buffer >>>= count & 24;
        count &= 7;
        buffer |= (distance - DISTANCE_BASES[far]!) << count;
        count += DISTANCE_EXTRA_BITS[far]!;
      }
      view.setInt32(position, buffer, true);
      position += count >>> 3;
      buffer >>>= count & 24;
      count &= 7;
    }
    writer.position = position;
    writer.buffer = buffer;
    writer.count = count;
    writer.put(literalCodes[END_OF_BLOCK]! >>> 4, literalCodes[END_OF_BLOCK]! & 15);
  }
}

/** §3.2.4: LEN, "NLEN is the one's complement of LEN", the bytes: as many blocks as they need. */
export function writeStored(writer: BitWriter, source: Uint8Array, start: number, end: number): void {
  for (let from = start; from < end;) {
    const to = Math.min(end, from + STORED_LIMIT);
    writer.reserve(to - from + 8);
    writer.put(BLOCK_STORED << 1, 3);
    writer.alignToByte();
    writer.put(to - from, 16);
    writer.put(~(to - from) & 0xffff, 16);
    writer.copy(source, from, to);
    from = to;
  }
}
