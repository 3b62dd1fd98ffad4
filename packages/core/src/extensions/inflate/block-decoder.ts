// The blocks of RFC 1951 §3.2.3–3.2.7: reads a block's header, then its symbols.
import {
  CODE_LENGTH_ORDER,
  DISTANCE_SYMBOLS,
  END_OF_BLOCK,
  FIXED_DISTANCE_LENGTHS,
  FIXED_LITERAL_LENGTHS,
  FIXED_LITERAL_SYMBOLS,
  LITERAL_SYMBOLS,
  MAX_CODE_LENGTH_CODE_LENGTH,
  REPEAT_PREVIOUS,
  REPEAT_ZERO,
} from '../deflate-format/deflate-alphabet.js';
import type { CompressedInput } from './compressed-input.js';
import { CODE_LENGTH_MEANINGS, DecodeTable, DISTANCE_MEANINGS, LINK, LITERAL_MEANINGS } from './decode-table.js';
import { InflateError } from './inflate-error.js';
import type { InflateOutput } from './inflate-output.js';

/** Small enough to be built for a message of a few hundred bytes, large enough for long ones (bench: deflate). */
const LITERAL_BITS = 10;
const DISTANCE_BITS = 8;
/** Code lengths of code lengths that are read at a time: 15 bits, of the 16 that the input gives. */
const LENGTHS_AT_ONCE = 5;
/** From this length on a call of the engine copies faster than a loop. */
const LONG_RUN = 48;

/** Built for the first block that needs them. */
let fixedLiterals: DecodeTable | undefined;
let fixedDistances: DecodeTable | undefined;
const dynamicLiterals = new DecodeTable(LITERAL_MEANINGS, LITERAL_BITS, true);
const dynamicDistances = new DecodeTable(DISTANCE_MEANINGS, DISTANCE_BITS, true);
const codeLengths = new DecodeTable(CODE_LENGTH_MEANINGS, MAX_CODE_LENGTH_CODE_LENGTH, false);
/** By symbol, the literals' and then the distances': what the other symbols have is left from other blocks. */
const lengths = new Uint8Array(FIXED_LITERAL_SYMBOLS + DISTANCE_SYMBOLS);
/** The symbols that have a code; a place more, as they are written before they count. */
const used = new Uint16Array(FIXED_LITERAL_SYMBOLS + DISTANCE_SYMBOLS + 1);

function fixedTable(meanings: Int32Array, fixedLengths: Uint8Array): DecodeTable {
  const table = new DecodeTable(meanings, 9, false);
  table.build(fixedLengths, Uint16Array.from(fixedLengths.keys()), 0, fixedLengths.length, 0);
  return table;
}

/** §3.2.4: "Any bits of input up to the next byte boundary are ignored"; then LEN, NLEN and LEN bytes. */
export function decodeStored(input: CompressedInput, output: InflateOutput): void {
  input.alignToByte();
  const length = input.take(16);
  const complement = input.take(16);
  if (complement !== (~length & 0xffff) || input.byte + length > input.end) throw new InflateError('broken');
  const start = input.byte;
  input.byte += length;
  output.copy(input.bytes, start, length);
}

export function decodeFixed(input: CompressedInput, output: InflateOutput, window: number): void {
  fixedLiterals ??= fixedTable(LITERAL_MEANINGS, FIXED_LITERAL_LENGTHS);
  fixedDistances ??= fixedTable(DISTANCE_MEANINGS, FIXED_DISTANCE_LENGTHS);
  decodeSymbols(input, output, fixedLiterals, fixedDistances, window);
}

/** §3.2.7: HLIT, HDIST, HCLEN, the code length code, the lengths of both codes, the symbols. */
export function decodeDynamic(input: CompressedInput, output: InflateOutput, window: number): void {
  const literals = input.take(5) + 257;
  const distances = input.take(5) + 1;
  const ordered = input.take(4) + 4;
  if (literals > LITERAL_SYMBOLS || distances > DISTANCE_SYMBOLS) throw new InflateError('broken');
  readCodeLengthCode(input, ordered);
  const total = literals + distances;
  const count = readLengths(input, total);
  let split = count;
  while (split > 0 && used[split - 1]! >= literals) split--;
  let endsBlock = false;
  for (let i = split - 1; i >= 0 && used[i]! >= END_OF_BLOCK; i--) endsBlock = used[i] === END_OF_BLOCK;
  const isCode =
    endsBlock &&
    dynamicLiterals.build(lengths, used, 0, split, 0) &&
    dynamicDistances.build(lengths, used, split, count, literals);
  if (!isCode) throw new InflateError('broken');
  decodeSymbols(input, output, dynamicLiterals, dynamicDistances, window);
}

/** Reads the lengths of the code that the lengths of both codes are written with: 3 bits each, "in the order" of §3.2.7. */
function readCodeLengthCode(input: CompressedInput, ordered: number): void {
  const size = CODE_LENGTH_ORDER.length;
  for (let i = 0; i < size; i++) lengths[CODE_LENGTH_ORDER[i]!] = 0;
  for (let i = 0; i < ordered; i += LENGTHS_AT_ONCE) {
    const until = Math.min(ordered, i + LENGTHS_AT_ONCE);
    let bits = input.take(3 * (until - i));
    for (let j = i; j < until; j++, bits >>= 3) lengths[CODE_LENGTH_ORDER[j]!] = bits & 7;
  }
  let count = 0;
  for (let symbol = 0; symbol < size; symbol++) {
    used[count] = symbol;
    count += -lengths[symbol]! >>> 31;
  }
  if (!codeLengths.build(lengths, used, 0, count, 0)) throw new InflateError('broken');
}

/**
 * Reads the lengths of both codes: "the code length repeat codes can cross from HLIT + 257 to the HDIST + 1 code lengths".
 *
 * @returns how many symbols are used
 */
function readLengths(input: CompressedInput, total: number): number {
  const { entries } = codeLengths;
  const mask = (1 << codeLengths.bits) - 1;
  const { view, byte } = input;
  const end = (input.end - byte) * 8;
  let bit = input.bit;
  let read = 0;
  let count = 0;
  let previous = 0;
  while (read < total) {
    if (bit > end) throw new InflateError('broken');
    const word = view.getInt32(byte + (bit >> 3), true) >>> (bit & 7);
    const entry = entries[word & mask]!;
    const codeBits = entry & 15;
    const symbol = entry >> 16;
    bit += codeBits;
    if (symbol < REPEAT_PREVIOUS) {
      used[count] = read;
      count += -symbol >>> 31;
      lengths[read++] = previous = symbol;
      continue;
    }
    const extra = symbol === REPEAT_PREVIOUS ? 2 : symbol === REPEAT_ZERO ? 3 : 7;
    const least = symbol === REPEAT_PREVIOUS || symbol === REPEAT_ZERO ? 3 : 11;
    const until = read + least + ((word >>> codeBits) & ((1 << extra) - 1));
    bit += extra;
    if (until > total || (symbol === REPEAT_PREVIOUS && read === 0)) throw new InflateError('broken');
    if (symbol !== REPEAT_PREVIOUS) previous = 0;
    if (previous === 0) read = until;
    for (; read < until; read++) {
      used[count++] = read;
      lengths[read] = previous;
    }
  }
  input.byte = byte + (bit >> 3);
  input.bit = bit & 7;
  return count;
}

function decodeSymbols(
  input: CompressedInput,
  output: InflateOutput,
  literals: DecodeTable,
  distances: DecodeTable,
  window: number,
): void {
  while (!decodeUntilFull(input, output, literals, distances, window)) output.settle();
}

/**
 * Decodes symbols until the block ends (true) or the output is full (false). A hot loop with everything in local variables, so
 * longer than a function should be (bench: deflate). A word of input is loaded at the cursor for each step: it has 25 bits at
 * least, enough for a literal/length code with its extra bits, or for two codes of the primary table.
 */
function decodeUntilFull(
  input: CompressedInput,
  output: InflateOutput,
  literals: DecodeTable,
  distances: DecodeTable,
  window: number,
): boolean {
  const { view, byte } = input;
  const { bytes, view: outputView, capacity } = output;
  const literalEntries = literals.entries;
  const literalBits = literals.bits;
  const literalMask = (1 << literalBits) - 1;
  const distanceEntries = distances.entries;
  const distanceBits = distances.bits;
  const distanceMask = (1 << distanceBits) - 1;
  const end = (input.end - byte) * 8;
  let bit = input.bit;
  let at = output.position;
  let isEnd = false;
  while (at < capacity) {
    // Zeros behind the end decode to something: here is where that stops.
    if (bit > end) throw new InflateError('broken');
    let word = view.getInt32(byte + (bit >>> 3), true) >>> (bit & 7);
    let entry = literalEntries[word & literalMask]!;
    if (entry < 0) {
      bytes[at++] = entry >>> 16;
      bit += entry & 15;
      word >>>= entry & 15;
      entry = literalEntries[word & literalMask]!;
      if (entry < 0) {
        bytes[at++] = entry >>> 16;
        bit += entry & 15;
        continue;
      }
      word = view.getInt32(byte + (bit >>> 3), true) >>> (bit & 7);
    }
    if ((entry & LINK) !== 0) {
      entry = literalEntries[(entry >>> 16) + ((word >>> literalBits) & ((1 << ((entry >>> 4) & 15)) - 1))]!;
      if (entry < 0) {
        bytes[at++] = entry >>> 16;
        bit += entry & 15;
        continue;
      }
    }
    if (entry < 0x10000) {
      if (entry === 0) throw new InflateError('broken');
      bit += entry & 15;
      isEnd = true;
      break;
    }
    let used = entry & 15;
    let extra = (entry >>> 4) & 15;
    let left = (entry >>> 16) + ((word >>> used) & ((1 << extra) - 1));
    bit += used + extra;

    word = view.getInt32(byte + (bit >>> 3), true) >>> (bit & 7);
    entry = distanceEntries[word & distanceMask]!;
    if ((entry & LINK) !== 0)
      entry = distanceEntries[(entry >>> 16) + ((word >>> distanceBits) & ((1 << ((entry >>> 4) & 15)) - 1))]!;
    used = entry & 15;
    extra = (entry >>> 4) & 15;
    bit += used;
    word = view.getInt32(byte + (bit >>> 3), true) >>> (bit & 7);
    const distance = (entry >>> 16) + (word & ((1 << extra) - 1));
    bit += extra;
    if (entry === 0 || distance > at || distance > window) throw new InflateError('broken');

    let from = at - distance;
    if (distance >= left && left >= LONG_RUN) {
      bytes.copyWithin(at, from, from + left);
      at += left;
    } else if (distance >= 4) {
      // "the referenced string may overlap the current position" (§3.2.3): not within one word.
      const until = at + left;
      do {
        outputView.setInt32(at, outputView.getInt32(from, true), true);
        at += 4;
        from += 4;
      } while (at < until);
      at = until;
    } else if (distance === 1 && left >= LONG_RUN) {
      bytes.fill(bytes[from]!, at, at + left);
      at += left;
    } else {
      do bytes[at++] = bytes[from++]!;
      while (--left > 0);
    }
  }
  input.byte = byte + (bit >>> 3);
  input.bit = bit & 7;
  output.position = at;
  return isEnd;
}
