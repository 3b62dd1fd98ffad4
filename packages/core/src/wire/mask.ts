// Masking (§5.3) in place. "octet i of the transformed data is the XOR of octet i of the original data with octet at index i
// modulo 4 of the masking key". A key is held as a little-endian 32-bit number; key 0 leaves the bytes as they are, which is
// how an unmasked payload is read. Short payloads are looked at on the way: text in which no byte has its high bit set is
// ASCII and needs no UTF-8 validation.

/** From here on 32-bit words are cheaper than bytes, the typed array that they need included (bench: mask). */
const WORDS_FROM = 64;
/** From here on 64-bit words are cheaper still, and asking Node for ASCII is cheaper than looking (bench: mask). */
const LONG_WORDS_FROM = 512;
const IS_LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** Masks `bytes[start…end)` in place; true: the result is all ASCII, false: it is not, or it was not looked at. */
export function mask(bytes: Uint8Array, start: number, end: number, key: number): boolean {
  const length = end - start;
  if (length < WORDS_FROM || !IS_LITTLE_ENDIAN) return maskByBytes(bytes, start, end, key);
  if (length < LONG_WORDS_FROM) return maskByWords(bytes, start, end, key);
  maskByLongWords(bytes, start, end, key);
  return false;
}

/** Masks `bytes[start…end)` into other memory, from its beginning on. One loop for both would make `maskByBytes` a third slower. */
export function maskInto(target: Uint8Array, bytes: Uint8Array, start: number, end: number, key: number): void {
  const length = end - start;
  const key0 = key & 0xff;
  const key1 = (key >>> 8) & 0xff;
  const key2 = (key >>> 16) & 0xff;
  const key3 = key >>> 24;
  let i = 0;
  for (const fours = length - 3; i < fours; i += 4) {
    target[i] = bytes[start + i]! ^ key0;
    target[i + 1] = bytes[start + i + 1]! ^ key1;
    target[i + 2] = bytes[start + i + 2]! ^ key2;
    target[i + 3] = bytes[start + i + 3]! ^ key3;
  }
  if (i < length) target[i] = bytes[start + i]! ^ key0;
  if (i + 1 < length) target[i + 1] = bytes[start + i + 1]! ^ key1;
  if (i + 2 < length) target[i + 2] = bytes[start + i + 2]! ^ key2;
}

/** Turns the key so that it fits the payload's byte number `position`. */
export function rotateKey(key: number, position: number): number {
  const bits = (position & 3) << 3;
  return bits === 0 ? key : (key >>> bits) | (key << (32 - bits));
}

/** The plain twin: byte by byte, unrolled by four. */
export function maskByBytes(bytes: Uint8Array, start: number, end: number, key: number): boolean {
  const key0 = key & 0xff;
  const key1 = (key >>> 8) & 0xff;
  const key2 = (key >>> 16) & 0xff;
  const key3 = key >>> 24;
  let seen = 0;
  let i = start;
  for (const fours = end - 3; i < fours; i += 4) {
    seen |=
      (bytes[i] = bytes[i]! ^ key0) |
      (bytes[i + 1] = bytes[i + 1]! ^ key1) |
      (bytes[i + 2] = bytes[i + 2]! ^ key2) |
      (bytes[i + 3] = bytes[i + 3]! ^ key3);
  }
  if (i < end) seen |= bytes[i] = bytes[i]! ^ key0;
  if (i + 1 < end) seen |= bytes[i + 1] = bytes[i + 1]! ^ key1;
  if (i + 2 < end) seen |= bytes[i + 2] = bytes[i + 2]! ^ key2;
  return (seen & 0x80) === 0;
}

/** Bytes up to a word's boundary, 32-bit words, and the bytes that are left. */
function maskByWords(bytes: Uint8Array, start: number, end: number, key: number): boolean {
  const first = start + (-(bytes.byteOffset + start) & 3);
  const count = (end - first) >> 2;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + first, count);
  const word = rotateKey(key, first - start) | 0;
  let seen = 0;
  let i = 0;
  for (const fours = count - 3; i < fours; i += 4) {
    seen |=
      (words[i] = words[i]! ^ word) |
      (words[i + 1] = words[i + 1]! ^ word) |
      (words[i + 2] = words[i + 2]! ^ word) |
      (words[i + 3] = words[i + 3]! ^ word);
  }
  for (; i < count; i++) seen |= words[i] = words[i]! ^ word;
  const isHeadAscii = maskByBytes(bytes, start, first, key);
  const isTailAscii = maskByBytes(bytes, first + (count << 2), end, word);
  return (seen & 0x80808080) === 0 && isHeadAscii && isTailAscii;
}

/** Bytes up to a long word's boundary, 64-bit words, and the bytes that are left. */
function maskByLongWords(bytes: Uint8Array, start: number, end: number, key: number): void {
  const first = start + (-(bytes.byteOffset + start) & 7);
  const count = (end - first) >> 3;
  const words = new BigInt64Array(bytes.buffer, bytes.byteOffset + first, count);
  const half = rotateKey(key, first - start);
  const unsigned = BigInt(half >>> 0);
  const word = BigInt.asIntN(64, (unsigned << 32n) | unsigned);
  let i = 0;
  for (const fours = count - 3; i < fours; i += 4) {
    words[i] = words[i]! ^ word;
    words[i + 1] = words[i + 1]! ^ word;
    words[i + 2] = words[i + 2]! ^ word;
    words[i + 3] = words[i + 3]! ^ word;
  }
  for (; i < count; i++) words[i] = words[i]! ^ word;
  maskByBytes(bytes, start, first, key);
  maskByBytes(bytes, first + (count << 3), end, half);
}
