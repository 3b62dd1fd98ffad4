// Writes frames into a sink: the header in its shortest form (§5.2), the payload masked when a client writes (§5.3). Small
// payloads are copied behind their header, big ones are handed on as they are. What the caller gave is never changed.
import type { Role } from '../vocabulary/role.js';
import type { FrameSink } from './frame-sink.js';
import { MASKED } from './frame-rules.js';
import { mask } from './mask.js';
import { drawMaskingKey } from './masking-keys.js';

/** From here on a payload is not copied but handed over: a second write costs less than the copy (bench: 16 KiB). */
const COPY_UP_TO = 16 * 1024;
/** By how much the memory that a frame is written into may be larger than the frame. */
const WELL_FITTING = 1.1;
/** Up to here a loop over the characters or bytes beats a call into Node (bench: writer). */
const LOOP_UP_TO = 32;
/** One UTF-16 unit takes at most three bytes of UTF-8. */
const BYTES_A_UNIT = 3;

/** Writes the frames of one role into any sink. */
export class FrameWriter {
  private readonly maskBit: number;
  private readonly keySize: number;

  constructor(role: Role) {
    // §5.1: "a client MUST mask all frames that it sends to the server … A server MUST NOT mask any frames"
    this.maskBit = role === 'client' ? MASKED : 0;
    this.keySize = role === 'client' ? 4 : 0;
  }

  /** Writes a frame whose payload is `payload`; `first` is its first byte: FIN, reserved bits, opcode. */
  write(sink: FrameSink, first: number, payload: Uint8Array): void {
    const length = payload.length;
    const size = lengthSize(length) + this.keySize;
    if (length > COPY_UP_TO) {
      const buffer = sink.reserve(size);
      const key = this.header(buffer, sink.at, first, length);
      sink.commit(size);
      sink.push(this.keySize > 0 ? maskedCopy(payload, key) : payload);
      return;
    }
    const buffer = sink.reserve(size + length);
    const at = sink.at;
    const key = this.header(buffer, at, first, length);
    const start = at + size;
    if (length > LOOP_UP_TO) buffer.set(payload, start);
    else for (let i = 0; i < length; i++) buffer[start + i] = payload[i]!;
    if (this.keySize > 0) mask(buffer, start, start + length, key);
    sink.commit(size + length);
  }

  /** Writes a frame whose payload is `text` in UTF-8; a lone surrogate becomes U+FFFD, as everywhere on the web. */
  writeText(sink: FrameSink, first: number, text: string): void {
    const units = text.length;
    if (units > COPY_UP_TO) {
      this.write(sink, first, Buffer.from(text, 'utf8'));
      return;
    }
    // The header's size hangs on the payload's: guess that the text is ASCII, and move it where the guess was too small.
    const guess = lengthSize(units) + this.keySize;
    const buffer = sink.reserve(units * BYTES_A_UNIT + guess + 2);
    const at = sink.at;
    const length = writeUtf8(buffer, at + guess, text);
    const size = lengthSize(length) + this.keySize;
    if (size !== guess) buffer.copyWithin(at + size, at + guess, at + guess + length);
    const key = this.header(buffer, at, first, length);
    if (this.keySize > 0) mask(buffer, at + size, at + size + length, key);
    sink.commit(size + length);
  }

  /** Writes a header without its payload and returns the masking key that it carries, 0 for none. */
  private header(buffer: Buffer, at: number, first: number, length: number): number {
    buffer[at] = first;
    if (length < 126) buffer[at + 1] = this.maskBit | length;
    else if (length < 0x10000) {
      buffer[at + 1] = this.maskBit | 126;
      buffer[at + 2] = length >>> 8;
      buffer[at + 3] = length & 0xff;
    } else {
      buffer[at + 1] = this.maskBit | 127;
      buffer.writeUInt32BE(Math.floor(length / 0x100000000), at + 2);
      buffer.writeUInt32BE(length >>> 0, at + 6);
    }
    if (this.keySize === 0) return 0;
    const key = drawMaskingKey();
    buffer.writeInt32LE(key, at + lengthSize(length));
    return key;
  }
}

/** The writers of all connections: what they write depends on the role alone. */
export const frameWriters: Readonly<Record<Role, FrameWriter>> = {
  client: new FrameWriter('client'),
  server: new FrameWriter('server'),
};

/**
 * Frames a payload once for any number of servers' connections: they all send the same bytes. A big frame is written into `spare`
 * if it fits it well.
 */
export function serverFrame(first: number, payload: Uint8Array, spare?: Buffer): Buffer {
  const parts: Uint8Array[] = [];
  let room = Buffer.alloc(0);
  const collect: FrameSink = {
    isBlocked: false,
    at: 0,
    reserve: (size) => (room = Buffer.allocUnsafe(size)),
    commit: (size) => void parts.push(room.subarray(0, size)),
    push: (bytes) => void parts.push(bytes),
  };
  frameWriters.server.write(collect, first, payload);
  return parts.length === 1 ? (parts[0] as Buffer) : joined(parts, spare);
}

function joined(parts: readonly Uint8Array[], spare: Buffer | undefined): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  // What is much smaller would take more memory than it counts.
  if (spare === undefined || spare.length < length || spare.length > length * WELL_FITTING) return Buffer.concat(parts);
  let at = 0;
  for (const part of parts) {
    spare.set(part, at);
    at += part.length;
  }
  return spare.subarray(0, length);
}

/** The size of a header up to its masking key. */
function lengthSize(length: number): number {
  return length < 126 ? 2 : length < 0x10000 ? 4 : 10;
}

/** Writes a text and returns its length in bytes. */
function writeUtf8(buffer: Buffer, at: number, text: string): number {
  const units = text.length;
  if (units > LOOP_UP_TO) return buffer.write(text, at, 'utf8');
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return buffer.write(text, at, 'utf8');
    buffer[at + i] = unit;
  }
  return units;
}

/** What the caller gave is masked in a copy. */
function maskedCopy(payload: Uint8Array, key: number): Buffer {
  const copy = Buffer.from(payload);
  mask(copy, 0, copy.length, key);
  return copy;
}
