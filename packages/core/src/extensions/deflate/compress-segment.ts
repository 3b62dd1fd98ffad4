// Turns a segment into literals and matches. Above the lowest levels it is lazy: a match waits for one byte, in case a longer one
// begins there. A match then grows backwards over literals: a table that leaves places out finds its middle, not its beginning. That
// takes 3 % off the output for next to no time (bench: deflate).
import { MAX_MATCH } from '../deflate-format/deflate-alphabet.js';
import type { BlockWriter } from './block-writer.js';
import type { CompressionLevel } from './compression-level.js';
import type { MatchFinder } from './match-finder.js';

/** Matches are looked for from the hashed bytes' length on. */
const TOO_SHORT = 3;
/** A match of four bytes that is further away costs more bits than four literals: 1 % smaller, chat and tables (bench: deflate). */
const SHORT = 4;
const SHORT_REACH = 1024;

/** Writes blocks for `finder.bytes[start…end)`, which was just taken up. */
export function compressSegment(
  finder: MatchFinder,
  blocks: BlockWriter,
  level: CompressionLevel,
  start: number,
  end: number,
): void {
  const { bytes, searchableEnd } = finder;
  const { tries, lazy, good, insertsFrom } = level;
  let blockStart = start;
  let at = start;
  while (at < end) {
    if (blocks.isFull) {
      blocks.end(bytes, blockStart, at);
      blockStart = at;
    }
    let match = at < searchableEnd ? finder.find(at, TOO_SHORT, tries) : 0;
    if (match === 0 || isNotWorthIt(finder, match, at)) {
      blocks.addLiteral(bytes[at++]!);
      continue;
    }
    while (match >>> 16 < lazy && at + 1 < searchableEnd && !blocks.isAlmostFull) {
      const length = match >>> 16;
      const next = finder.find(at + 1, length, length >= good ? tries >> 2 : tries);
      if (next === 0) break;
      blocks.addLiteral(bytes[at++]!);
      match = next;
    }
    const distance = match & 0xffff;
    let length = match >>> 16;
    while (length < MAX_MATCH && finder.isAlikeBefore(at, distance) && blocks.takeBackLiteral()) {
      at--;
      length++;
    }
    blocks.addMatch((length << 16) | distance);
    at += length;
    if (match >>> 16 >= insertsFrom) finder.insert(at);
    else finder.skip(at);
  }
  blocks.end(bytes, blockStart, end);
}

/** A match that will grow backwards is longer than it says. */
function isNotWorthIt(finder: MatchFinder, match: number, at: number): boolean {
  const distance = match & 0xffff;
  return match >>> 16 <= SHORT && distance > SHORT_REACH && !finder.isAlikeBefore(at, distance);
}
