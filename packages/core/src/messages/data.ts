// What may be sent.
import { UsageError } from '../vocabulary/errors.js';

/** What one message may be sent as: a string goes as text, anything else as binary. */
export type Data = string | ArrayBuffer | SharedArrayBuffer | ArrayBufferView;

/** A string or bytes; views and buffers are looked at, not copied. Throws a UsageError for anything else. */
export function stringOrBytes(data: unknown): string | Uint8Array {
  if (typeof data === 'string' || data instanceof Uint8Array) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  // Not by instanceof alone: one of another realm (a vm, a test runner) is as good.
  if (data instanceof ArrayBuffer || process.getBuiltinModule('node:util').types.isAnyArrayBuffer(data))
    return new Uint8Array(data);
  throw new UsageError('WS_USAGE_DATA', data);
}

/** Bytes; a string is encoded in UTF-8. */
export function bytesOf(data: unknown): Uint8Array {
  const given = stringOrBytes(data);
  return typeof given === 'string' ? Buffer.from(given, 'utf8') : given;
}
