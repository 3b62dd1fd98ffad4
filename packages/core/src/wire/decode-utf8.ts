// Valid UTF-8 as a string. Node makes long strings of it several times as quickly by way of UTF-16 (bench: utf8).
import { transcode, type Buffer } from 'node:buffer';

/** From this length on the way round is the shorter one. */
const LONG = 768;

/** The text of `bytes[start…end)`, which must be valid. */
export function decodeUtf8(bytes: Buffer, start: number, end: number): string {
  // A Node that was built without ICU has no `transcode`.
  if (end - start < LONG || transcode === undefined) return bytes.toString('utf8', start, end);
  return transcode(bytes.subarray(start, end), 'utf8', 'utf16le').toString('utf16le');
}
