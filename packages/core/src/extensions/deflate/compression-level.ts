// What a level of compression means: how hard matches are looked for.

/** How hard to look for matches. */
export interface CompressionLevel {
  /** So many earlier places with the same beginning are tried at most. */
  readonly tries: number;
  /** A match of this length is taken at once. */
  readonly nice: number;
  /** After a shorter match the next byte is tried too, and the longer match wins. 0: never. */
  readonly lazy: number;
  /** From this length on the next byte is tried but with a quarter of the tries. */
  readonly good: number;
  /** Later matches may begin anywhere inside of a match of this length, but not inside of a shorter one: only where it began. */
  readonly insertsFrom: number;
}

const level = (tries: number, nice: number, lazy: number, good: number, insertsFrom: number): CompressionLevel => ({
  tries,
  nice,
  lazy,
  good,
  insertsFrom,
});

/** By number: 0 stores and looks for none, 1 is the quickest, 9 the best. */
export const COMPRESSION_LEVELS: readonly CompressionLevel[] = [
  level(0, 0, 0, 0, 64),
  level(2, 16, 0, 0, 64),
  level(4, 24, 0, 0, 64),
  level(8, 32, 0, 0, 64),
  level(4, 32, 8, 8, 64),
  level(6, 32, 16, 16, 64),
  level(8, 48, 24, 24, 64),
  level(64, 128, 64, 16, 0),
  level(256, 258, 128, 32, 0),
  level(1024, 258, 258, 32, 0),
];
