// Bytes as the RFC prints them.

/** Reads `'81 05 48'`; anything but pairs of hex digits is a mistake in the test. */
export function bytes(hex: string): Buffer {
  const digits = hex.replace(/\s+/g, '');
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new Error(`not hex: ${hex}`);
  // A buffer of its own, not a slice of Node's pool, as what a socket reads is.
  return Buffer.concat([Buffer.from(digits, 'hex')]);
}

/** Shows bytes the same way. */
export function hex(data: Uint8Array): string {
  return Buffer.from(data).toString('hex').match(/../g)?.join(' ') ?? '';
}

/** Bytes that differ from their neighbours, so that a slip by one shows. */
export function counting(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 0xff));
}

/** Cuts bytes before each of the given positions; each piece has memory of its own, as pieces from a socket have. */
export function cutAt(data: Buffer, positions: Iterable<number>): Buffer[] {
  const cuts = [...new Set([0, ...positions, data.length])].filter((at) => at <= data.length).toSorted((a, b) => a - b);
  return cuts.slice(1).map((end, i) => Buffer.concat([data.subarray(cuts[i], end)]));
}

/** Cuts bytes into pieces of one byte. */
export function oneByOne(data: Buffer): Buffer[] {
  return cutAt(data, data.keys());
}
