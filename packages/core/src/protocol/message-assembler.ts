// Unmasks payloads, joins fragments into messages (§5.4) and validates their text (§8.1). A message that lies whole in the bytes
// just read is handed on from there; any other is collected in one buffer that grows with what has arrived, never with what was
// announced, so memory is bounded by the bytes and not by the number of fragments.
import { isAscii, isUtf8 } from 'node:buffer';
import type { ProtocolRule } from '../vocabulary/error-codes.js';
import { ProtocolError } from '../vocabulary/errors.js';
import type { MessageCodec } from '../extensions/extension.js';
import { FINAL, Opcode, RSV1 } from '../vocabulary/opcodes.js';
import { decodeUtf8 } from '../wire/decode-utf8.js';
import { mask, maskInto } from '../wire/mask.js';
import { Utf8Validator } from '../wire/utf8.js';

/** A whole message: a string for a text message, bytes for a binary one. */
export type MessageData = string | Buffer;

/** The most that is allocated at the beginning of a message, in bytes, whatever it announces. */
const FIRST_ROOM = 64 * 1024;
/** Later there is room for so many times what has arrived; what has been collected is copied each time that it grows. */
const GROWTH = 16;
/**
 * A message smaller than one part in so many of the bytes it was read with is copied out, so that keeping it keeps nothing else.
 * With four parts, messages of 16 KiB are not copied, whose copies cost a fifth of their echo (bench: pipelined 8 x 16 KiB).
 */
export const SMALLEST_SHARE = 4;

/** Up to here it is cheaper to unmask into a copy, byte by byte, than first to unmask and then to copy (bench: mask). */
const MASK_INTO_UP_TO = 192;

/** Assembles one direction's messages. */
export class MessageAssembler {
  /** The opcode of the message under way, 0 between messages. */
  private opcode = 0;
  /** Whether the frame under way is its message's last. */
  private isFinal = false;
  /** What the message and the frame under way are announced to hold together. */
  private announced = 0;
  private collected: Buffer | undefined;
  private length = 0;
  private isAllAscii = true;
  private validator: Utf8Validator | undefined;

  /** Whether the message under way is compressed (RFC 7692 §6). */
  private isCompressed = false;

  private maxMessageSize = 0;
  private codec: MessageCodec | undefined;

  /** Begins with another connection's messages, of at most so many bytes; `codec` where compression was negotiated. */
  begin(maxMessageSize: number, codec: MessageCodec | undefined): void {
    this.maxMessageSize = maxMessageSize;
    this.codec = codec;
  }

  /** Whether no message is under way. */
  get isIdle(): boolean {
    return this.opcode === 0;
  }

  /** Takes a data frame's header; refuses it before its payload arrives. */
  frameBegan(first: number, length: number): void {
    const opcode = first & 0x0f;
    if (opcode === Opcode.continuation) {
      // §5.4: a continuation frame continues a message, so there has to be one
      if (this.opcode === 0) throw new ProtocolError('WS_CONTINUATION_UNEXPECTED', opcode);
    } else {
      // §5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another message"
      if (this.opcode !== 0) throw new ProtocolError('WS_CONTINUATION_EXPECTED', opcode);
      this.opcode = opcode;
      this.isCompressed = (first & RSV1) !== 0;
    }
    this.isFinal = (first & FINAL) !== 0;
    this.announced = this.length + length;
    const { most } = this;
    if (this.announced > most)
      throw new ProtocolError('WS_MESSAGE_TOO_BIG', `${this.announced} bytes, at most ${most}`);
  }

  /** What the message under way may take on the wire. */
  private get most(): number {
    return this.isCompressed ? mostCompressed(this.maxMessageSize) : this.maxMessageSize;
  }

  /** Takes the next part of the payload; returns the message that it completes, if any. */
  framePayload(piece: Buffer, start: number, end: number, key: number, isLast: boolean): MessageData | undefined {
    if (isLast && this.isFinal && this.length === 0) {
      const opcode = this.opcode;
      this.opcode = 0;
      if (opcode === Opcode.binary && !this.isCompressed) return ownUnmasked(piece, start, end, key);
      const isAscii = mask(piece, start, end, key);
      return this.isCompressed
        ? this.decode(opcode, piece.subarray(start, end))
        : decodeWhole(piece, start, end, isAscii);
    }
    const isKnownAscii = mask(piece, start, end, key);
    if (this.opcode === Opcode.text && !this.isCompressed) this.validate(piece, start, end, isKnownAscii);
    this.collect(piece, start, end);
    return isLast && this.isFinal ? this.complete() : undefined;
  }

  /** §8.1: fails at the first bad byte, wherever frames and pieces cut the text. */
  private validate(piece: Buffer, start: number, end: number, isKnownAscii: boolean): void {
    const isBetweenCharacters = this.validator === undefined || this.validator.isComplete;
    if (isBetweenCharacters && (isKnownAscii || isAscii(piece.subarray(start, end)))) return;
    this.isAllAscii = false;
    this.validator ??= new Utf8Validator();
    if (!this.validator.write(piece, start, end)) throw invalid('WS_TEXT_INVALID', piece, start, end);
  }

  private collect(piece: Buffer, start: number, end: number): void {
    const needed = this.length + (end - start);
    if (needed === 0) return;
    if (this.collected === undefined || needed > this.collected.length) {
      const room = Math.max(needed, Math.min(this.announced, Math.max(FIRST_ROOM, needed * GROWTH)));
      // A message that goes on after this frame gets room to grow, else each small fragment would copy all before it.
      const grown = this.isFinal ? room : Math.min(this.most, Math.max(room, this.length * 2));
      const buffer = Buffer.allocUnsafeSlow(grown);
      this.collected?.copy(buffer, 0, 0, this.length);
      this.collected = buffer;
    }
    this.length += piece.copy(this.collected, this.length, start, end);
  }

  private decode(opcode: number, payload: Buffer): MessageData {
    const bytes = this.codec!.decode(payload, this.maxMessageSize);
    return opcode === Opcode.binary ? bytes : decodeWhole(bytes, 0, bytes.length, false);
  }

  private complete(): MessageData {
    const bytes = this.collected?.subarray(0, this.length) ?? Buffer.alloc(0);
    const { opcode, isAllAscii, validator } = this;
    this.opcode = 0;
    this.length = 0;
    this.isAllAscii = true;
    this.collected = this.validator = undefined;
    if (this.isCompressed) return this.decode(opcode, bytes);
    if (opcode === Opcode.binary) return ownBytes(bytes, 0, bytes.length);
    // The last character must have ended with the message.
    if (validator !== undefined && !validator.isComplete) throw invalid('WS_TEXT_INVALID', bytes, 0, bytes.length);
    return isAllAscii ? bytes.toString('latin1') : decodeUtf8(bytes, 0, bytes.length);
  }
}

/** What a message may take compressed: data that does not compress grows a little, the more the smaller its blocks are. */
function mostCompressed(maxMessageSize: number): number {
  return maxMessageSize + (maxMessageSize >>> 3) + 1024;
}

/** Text that lies whole in what was read. */
function decodeWhole(piece: Buffer, start: number, end: number, isKnownAscii: boolean): string {
  if (isKnownAscii) return piece.toString('latin1', start, end);
  const bytes = piece.subarray(start, end);
  if (isAscii(bytes)) return piece.toString('latin1', start, end);
  if (!isUtf8(bytes)) throw invalid('WS_TEXT_INVALID', piece, start, end);
  return decodeUtf8(piece, start, end);
}

/** A message's bytes, unmasked, that the application may keep. */
function ownUnmasked(piece: Buffer, start: number, end: number, key: number): Buffer {
  const length = end - start;
  if (length > MASK_INTO_UP_TO || length * SMALLEST_SHARE >= piece.buffer.byteLength) {
    mask(piece, start, end, key);
    return ownBytes(piece, start, end);
  }
  const bytes = Buffer.allocUnsafe(length);
  maskInto(bytes, piece, start, end, key);
  return bytes;
}

/** Bytes that the application may keep: where they lie, or a copy when they would keep much more than themselves. */
function ownBytes(piece: Buffer, start: number, end: number): Buffer {
  const bytes = piece.subarray(start, end);
  return bytes.length * SMALLEST_SHARE < piece.buffer.byteLength ? Buffer.from(bytes) : bytes;
}

const SHOWN = 16;

function invalid(code: ProtocolRule, bytes: Buffer, start: number, end: number): ProtocolError {
  const shown = bytes.toString('hex', start, Math.min(end, start + SHOWN));
  return new ProtocolError(code, end - start > SHOWN ? `${shown}…` : shown);
}
