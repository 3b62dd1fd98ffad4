// Builds frames, good ones and broken ones, byte by byte after the picture in §5.2; shares no code with the frame writer.
import type { Role } from '../../src/vocabulary/role.js';

export interface FrameShape {
  opcode: number;
  payload?: Uint8Array | string;
  final?: boolean;
  /** The three reserved bits as a number: 4 is RSV1. */
  rsv?: number;
  /** How the length is written; the shortest form when left out. */
  lengthForm?: 7 | 16 | 64;
}

const KEY = Buffer.from('37fa213d', 'hex');

/** A frame as `from` sends it: masked by a client, with the key of the RFC's examples. */
export function frame(from: Role, shape: FrameShape, key: Buffer = KEY): Buffer {
  const payload = Buffer.from(shape.payload ?? '');
  const first = ((shape.final ?? true) ? 0x80 : 0) | ((shape.rsv ?? 0) << 4) | shape.opcode;
  const header = Buffer.concat([Buffer.from([first]), lengthBytes(payload.length, shape.lengthForm)]);
  if (from === 'server') return Buffer.concat([header, payload]);
  header[1]! |= 0x80;
  return Buffer.concat([header, key, payload.map((byte, i) => byte ^ key[i % 4]!)]);
}

/** A header alone that announces `length` bytes, without a masking key. */
export function headerOnly(from: Role, shape: Omit<FrameShape, 'payload'>, length: number): Buffer {
  const first = ((shape.final ?? true) ? 0x80 : 0) | ((shape.rsv ?? 0) << 4) | shape.opcode;
  const header = Buffer.concat([Buffer.from([first]), lengthBytes(length, shape.lengthForm)]);
  if (from === 'client') header[1]! |= 0x80;
  return header;
}

/** The body of a close frame. */
export function closeBody(code: number, reason: Uint8Array | string = ''): Buffer {
  return Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]);
}

function lengthBytes(length: number, form = length < 126 ? 7 : length < 0x10000 ? 16 : 64): Buffer {
  if (form === 7) return Buffer.from([length]);
  const long = Buffer.alloc(form === 16 ? 3 : 9, form === 16 ? 126 : 127);
  if (form === 16) long.writeUInt16BE(length, 1);
  else long.writeBigUInt64BE(BigInt(length), 1);
  return long;
}
