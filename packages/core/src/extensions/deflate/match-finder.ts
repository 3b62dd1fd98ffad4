// Finds earlier places that begin like the bytes at hand (LZ77). One window and one pair of tables serve all connections: `heads`
// leads from the hash of four bytes to their latest place, `links` from there to the one before. Places are counted on for
// ever, so what another connection has left in the tables lies before `base`, and nothing needs clearing.
import { MAX_MATCH, MAX_WINDOW } from '../deflate-format/deflate-alphabet.js';
import type { History } from '../deflate-format/history.js';
import type { CompressionLevel } from './compression-level.js';

/** Bytes that are taken up at a time; no match reaches from one segment into the next. */
export const SEGMENT = 65_535;
/** The hash's bytes. Matches of three are not looked for: in messages they hardly pay. */
const HASHED = 4;
const MAX_HASH_BITS = 15;
/** 2^32 over the golden ratio, as a signed number: it spreads the bytes over the word's upper bits. */
const HASH_FACTOR = 0x9e3779b1 | 0;
const LINK_MASK = MAX_WINDOW - 1;
/** Of a history so long that is taken up anew, the levels that skip places take one of so many (bench: deflate, in turns). */
const LONG_HISTORY = 1024;
const HISTORY_STEP = 3;
/** Places start anew here, far from where they would stop being small integers. */
const MAX_PLACE = 1 << 30;

/** The one window under way. */
export class MatchFinder {
  /** The history, then a segment. Words are read some bytes beyond its end. */
  readonly bytes = new Uint8Array(MAX_WINDOW + SEGMENT + 16);
  private readonly view = new DataView(this.bytes.buffer);
  private readonly heads = new Int32Array(1 << MAX_HASH_BITS);
  private readonly links = new Int32Array(MAX_WINDOW);
  private owner = 0;
  private hashShift = 0;
  /** The place of the window's first byte; 0 in a table is before any. */
  private base = 1;
  /** Where the bytes end, and up to where they are in the tables. */
  private end = 0;
  private inserted = 0;
  /** Matches begin neither before `lowest` nor further back than `reach`. */
  private lowest = 0;
  private reach = 0;
  private nice = 0;

  /**
   * Prepares for a message. What its owner left in the window last time is used again when nobody came between. With a long
   * history, levels that skip places then refer to what is older than the history too, as long as it lies in the window: it
   * costs no memory, and takes 4 % off pipelined messages. When the history is taken up anew they skip places of it. All else
   * gives the same bytes whoever came between.
   */
  begin(owner: number, history: History, length: number, reach: number, level: CompressionLevel): void {
    const isLoose = level.insertsFrom > 0 && history.length >= LONG_HISTORY;
    const hashShift = 32 - hashBitsFor(Math.max(history.length, length));
    if (owner !== this.owner || hashShift !== this.hashShift) {
      this.owner = owner;
      this.hashShift = hashShift;
      this.base += this.end;
      if (this.base > MAX_PLACE) this.restart();
      history.copyTo(this.bytes);
      this.end = history.length;
      this.inserted = 0;
      this.insert(this.end, isLoose ? HISTORY_STEP : 1);
    }
    this.lowest = isLoose ? 0 : this.end - history.length;
    this.reach = reach;
    this.nice = level.nice;
  }

  /** Forgets what an owner left in the window. */
  forget(owner: number): void {
    if (owner === this.owner) this.owner = 0;
  }

  /** Takes up `source[start…end)`, a segment at most; tells where it begins in `bytes`. */
  take(source: Uint8Array, start: number, end: number): number {
    if (this.end + end - start > MAX_WINDOW + SEGMENT) this.slide();
    const from = this.end;
    this.bytes.set(source.subarray(start, end), from);
    this.end += end - start;
    this.insert(from);
    return from;
  }

  /** Up to where places can be looked for: a hash needs its bytes. */
  get searchableEnd(): number {
    return this.end - HASHED + 1;
  }

  /** Puts the places before `until` into the tables, or one of `step`. */
  insert(until: number, step = 1): void {
    const { view, heads, links, base, inserted } = this;
    const stop = Math.min(until, this.searchableEnd);
    if (inserted >= stop) return;
    insertPlaces(view, heads, links, base, this.hashShift, inserted, stop, step);
    this.inserted = stop;
  }

  /** Leaves the places before `until` out of the tables. */
  skip(until: number): void {
    this.inserted = until;
  }

  /**
   * Puts the next place into the tables and looks for a match that is longer than `best`.
   *
   * @param at the place; all before it are in the tables or skipped
   * @param best the length to beat, 3 at least
   * @returns length over 16 bits of distance, or 0
   */
  find(at: number, best: number, tries: number): number {
    const { view, links, heads, base } = this;
    const word = view.getInt32(at, true);
    const hash = Math.imul(word, HASH_FACTOR) >>> this.hashShift;
    const head = heads[hash]!;
    links[(base + at) & LINK_MASK] = head;
    heads[hash] = base + at;
    this.inserted = at + 1;
    const candidate = head - base;
    const lowest = Math.max(this.lowest, at - this.reach);
    return candidate < lowest ? 0 : this.follow(candidate, lowest, at, word, best, tries);
  }

  /** Whether the byte before the place and the one that a match would begin with are alike. */
  isAlikeBefore(at: number, distance: number): boolean {
    return at - distance > this.lowest && this.bytes[at - 1] === this.bytes[at - 1 - distance];
  }

  /** Goes from `first` back along the links; `word` is at the place. */
  private follow(first: number, lowest: number, at: number, word: number, best: number, tries: number): number {
    const { view, links, base, nice } = this;
    const most = Math.min(MAX_MATCH, this.end - at);
    if (best >= most) return 0;
    let longest = best;
    let found = 0;
    // A longer match has the same word where the best one ends.
    let last = view.getInt32(at + longest - 3, true);
    let candidate = first;
    for (let left = tries; left > 0; left--) {
      if (view.getInt32(candidate + longest - 3, true) === last && view.getInt32(candidate, true) === word) {
        const length = Math.min(most, this.matchLength(candidate, at, most));
        if (length > longest) {
          longest = length;
          found = (length << 16) | (at - candidate);
          if (length >= nice || length === most) break;
          last = view.getInt32(at + length - 3, true);
        }
      }
      const next = links[(base + candidate) & LINK_MASK]! - base;
      // A link may have been taken over by the place that lies a whole window later.
      if (next >= candidate || next < lowest) break;
      candidate = next;
    }
    return found;
  }

  /** How many bytes are alike, word by word; past `most` where bytes behind the end happen to be alike. */
  private matchLength(candidate: number, at: number, most: number): number {
    const { view } = this;
    for (let length = HASHED; length < most; length += 4) {
      const difference = view.getInt32(candidate + length, true) ^ view.getInt32(at + length, true);
      if (difference !== 0) return length + ((31 - Math.clz32(difference & -difference)) >> 3);
    }
    return most;
  }

  /** Makes room for a segment behind a whole window. */
  private slide(): void {
    const shift = this.end - MAX_WINDOW;
    this.bytes.copyWithin(0, shift, this.end);
    this.base += shift;
    this.end = MAX_WINDOW;
    this.inserted -= shift;
    this.lowest = Math.max(0, this.lowest - shift);
    if (this.base > MAX_PLACE) this.restart();
  }

  private restart(): void {
    this.heads.fill(0);
    this.base = 1;
    this.inserted = 0;
  }
}

/** The loop that whole histories go through; as a function of its own it is compiled for itself (bench: deflate, in turns). */
function insertPlaces(
  view: DataView,
  heads: Int32Array,
  links: Int32Array,
  base: number,
  shift: number,
  start: number,
  end: number,
  step: number,
): void {
  for (let at = start; at < end; at += step) {
    const hash = Math.imul(view.getInt32(at, true), HASH_FACTOR) >>> shift;
    const place = (base + at) | 0;
    links[place & LINK_MASK] = heads[hash]!;
    heads[hash] = place;
  }
}

/** A table that fits what is searched: small ones stay in the cache (bench: deflate). */
function hashBitsFor(bytes: number): number {
  return bytes <= 1024 ? 10 : bytes <= 8192 ? 14 : MAX_HASH_BITS;
}
