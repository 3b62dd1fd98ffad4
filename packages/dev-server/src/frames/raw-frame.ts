// Writes one frame exactly as asked, right or wrong: for trying what the other side makes of it.
import { randomBytes } from 'node:crypto';

/** The bytes of a frame; `isMasked` draws a masking key for it. */
export function rawFrame(firstByte: number, payload: Uint8Array, isMasked: boolean): Buffer {
  const key = isMasked ? randomBytes(4) : undefined;
  const header = frameHeader(firstByte, payload.length, key);
  return Buffer.concat([header, key === undefined ? payload : unmasked(payload, key, 0)]);
}

/** The header of a frame, with its masking key where it has one. */
export function frameHeader(firstByte: number, length: number, maskingKey: Uint8Array | undefined): Buffer {
  const header = Buffer.alloc(length < 126 ? 2 : length < 0x10000 ? 4 : 10);
  header[0] = firstByte;
  header[1] = (maskingKey === undefined ? 0 : 0x80) | (length < 126 ? length : length < 0x10000 ? 126 : 127);
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  return maskingKey === undefined ? header : Buffer.concat([header, maskingKey]);
}

/** A copy of a part of a payload with the mask put on or taken off; `position` is where in the payload it begins. */
export function unmasked(part: Uint8Array, key: Uint8Array, position: number): Buffer {
  const copy = Buffer.from(part);
  for (let i = 0; i < copy.length; i++) copy[i] = copy[i]! ^ key[(position + i) & 3]!;
  return copy;
}
