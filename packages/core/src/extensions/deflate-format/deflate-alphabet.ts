// The alphabets of RFC 1951: which symbols there are, what each stands for, and how many extra bits follow it. It knows
// nothing of codes: those belong to a block.

export const BLOCK_STORED = 0;
export const BLOCK_FIXED = 1;
export const BLOCK_DYNAMIC = 2;

/** The longest stored block: LEN has 16 bits (§3.2.4). */
export const STORED_LIMIT = 0xffff;

export const MIN_MATCH = 3;
export const MAX_MATCH = 258;
export const MAX_WINDOW = 32_768;

/** §3.2.5: "the literal and length alphabets are merged into a single alphabet (0..285)", 256 is the end of a block. */
export const END_OF_BLOCK = 256;
export const LENGTH_SYMBOLS_FROM = 257;
export const LITERAL_SYMBOLS = 286;
export const DISTANCE_SYMBOLS = 30;

/** §3.2.6: "Literal/length values 286-287 will never actually occur", "distance codes 30-31 will never actually occur". */
export const FIXED_LITERAL_SYMBOLS = 288;
export const FIXED_DISTANCE_SYMBOLS = 32;

/** No code of a literal or a distance is longer (§3.2.7: code lengths 0 - 15). */
export const MAX_CODE_LENGTH = 15;
/** No code of a code length is longer (§3.2.7: "3 bits" each). */
export const MAX_CODE_LENGTH_CODE_LENGTH = 7;

/** §3.2.7: "code lengths for the code length alphabet … in the order". */
export const CODE_LENGTH_ORDER = Uint8Array.of(16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15);
/** §3.2.7: 16 repeats the previous length 3–6 times, 17 repeats zero 3–10 times, 18 repeats zero 11–138 times. */
export const REPEAT_PREVIOUS = 16;
export const REPEAT_ZERO = 17;
export const REPEAT_ZERO_LONG = 18;

/** §3.2.5, by symbol − 257. */
export const LENGTH_EXTRA_BITS = Uint8Array.from([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
export const LENGTH_BASES = Uint16Array.from([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);

/** §3.2.5, by symbol: two symbols for each number of extra bits, but the first four have none. */
export const DISTANCE_EXTRA_BITS = Uint8Array.from({ length: DISTANCE_SYMBOLS }, (_, symbol) =>
  symbol < 4 ? 0 : (symbol >> 1) - 1,
);
export const DISTANCE_BASES = Uint16Array.from({ length: DISTANCE_SYMBOLS }, (_, symbol) =>
  symbol < 4 ? symbol + 1 : 1 + ((2 + (symbol & 1)) << ((symbol >> 1) - 1)),
);

/** §3.2.6: the code lengths of the fixed literal/length code. */
export const FIXED_LITERAL_LENGTHS = Uint8Array.from({ length: FIXED_LITERAL_SYMBOLS }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);
export const FIXED_DISTANCE_LENGTHS = new Uint8Array(FIXED_DISTANCE_SYMBOLS).fill(5);
