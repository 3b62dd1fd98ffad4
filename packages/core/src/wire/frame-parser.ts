// Reads frames out of bytes that arrive in any pieces (§5.2):
//
//      0                   1                   2                   3
//      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//     +-+-+-+-+-------+-+-------------+-------------------------------+
//     |F|R|R|R| opcode|M| Payload len |    Extended payload length    |
//     |I|S|S|S|  (4)  |A|     (7)     |            (16/64)            |
//     |N|V|V|V|       |S|             |  (if payload len==126/127)    |
//     | |1|2|3|       |K|             |                               |
//     +-+-+-+-+-------+-+-------------+-------------------------------+
//     |     Masking key, if M is set  |         Payload …             |
//     +-------------------------------+-------------------------------+
//
// Payloads are handed on as ranges of the piece, part by part as they arrive and masked as they are, so nothing is copied or
// allocated here. It can stop between two frames and go on later.
import { ProtocolError } from '../vocabulary/errors.js';
import { CONTROL_BIT, RSV1 } from '../vocabulary/opcodes.js';
import type { Role } from '../vocabulary/role.js';
import { firstByteRules, MASKED, SECOND_BYTE_RULES, type ByteRules } from './frame-rules.js';
import { rotateKey } from './mask.js';

/** Told of frames. What it throws ends the parsing and comes out of `receive`. */
export interface FrameHandler {
  /** A header has arrived; its payload of `length` bytes has not been looked at yet. `first` is the frame's first byte. */
  frameBegan(first: number, length: number): void;
  /**
   * The next part of the payload is `piece[start…end)`, to be unmasked with a key that fits its first byte, 0 for none; `isLast` ends
   * the frame. The handler may change the range.
   */
  framePayload(piece: Buffer, start: number, end: number, key: number, isLast: boolean): void;
}

const BETWEEN_FRAMES = -1;
/** FIN to payload length, without the masking key. */
const LONGEST_HEADER = 10;
const KEY_SIZE = 4;
const RULES_WITHOUT_EXTENSION = firstByteRules(0);
const RULES_WITH_COMPRESSION = firstByteRules(RSV1);

/** Reads frames. */
export class FrameParser {
  private readonly firstRules: ByteRules;
  /** Payload bytes that the frame under way still needs; `BETWEEN_FRAMES` while a header is expected. */
  private remaining = BETWEEN_FRAMES;
  /** The masking key, turned to fit the next payload byte; and how many of its bytes have still to come. */
  private key = 0;
  private missingKeyBytes = 0;
  /** A header that a piece cut, and how much of it is there. */
  private head: Buffer | undefined;
  private headLength = 0;
  /** What is left to parse: the piece under way from `position`, then those that came while parsing was suspended. */
  private piece: Buffer | undefined;
  private position = 0;
  private waiting: Buffer[] | undefined;
  private isRunning = false;
  private isSuspended = false;
  private isStopped = false;

  /**
   * @param role the role of the side that reads
   * @param compression whether RSV1 may mark a compressed message (RFC 7692)
   */
  constructor(
    private readonly role: Role,
    private readonly handler: FrameHandler,
    compression: boolean,
  ) {
    this.firstRules = compression ? RULES_WITH_COMPRESSION : RULES_WITHOUT_EXTENSION;
  }

  /** Whether it is between two frames, with nothing left to parse. */
  get isIdle(): boolean {
    return (
      this.piece === undefined &&
      this.remaining === BETWEEN_FRAMES &&
      this.headLength === 0 &&
      !this.isSuspended &&
      !this.isStopped
    );
  }

  /** Takes the next bytes. Frames that they complete are handled before it returns, unless parsing is suspended. */
  receive(piece: Buffer): void {
    if (this.isStopped) return;
    if (this.piece !== undefined) {
      (this.waiting ??= []).push(piece);
      return;
    }
    this.piece = piece;
    this.position = 0;
    this.run();
  }

  /** Stops after the frame under way; what is left of the bytes waits for `resume`. */
  suspend(): void {
    this.isSuspended = true;
  }

  /** Goes on where `suspend` stopped. */
  resume(): void {
    this.isSuspended = false;
    // A handler may resume as well: then the run that has called it goes on.
    if (this.piece !== undefined && !this.isRunning) this.run();
  }

  /** Ignores all bytes from now on. */
  stop(): void {
    this.isStopped = true;
    this.piece = this.waiting = this.head = undefined;
  }

  private run(): void {
    this.isRunning = true;
    try {
      while (this.piece !== undefined && !this.isSuspended) {
        this.parse(this.piece);
        if (this.isSuspended || this.isStopped) return;
        this.piece = this.waiting?.shift();
        this.position = 0;
      }
    } finally {
      this.isRunning = false;
    }
  }

  /** Parses one piece until it is used up, or parsing is suspended or stopped. */
  private parse(piece: Buffer): void {
    const end = piece.length;
    let position = this.position;
    while (!this.isSuspended && !this.isStopped) {
      if (this.remaining === BETWEEN_FRAMES) {
        if (position === end) return;
        position = this.headLength > 0 ? this.finishHeader(piece) : this.readHeader(piece, position, end);
        this.position = position;
        if (this.remaining === BETWEEN_FRAMES) return;
      }
      if (this.missingKeyBytes > 0) {
        position = this.readKey(piece, position, end);
        this.position = position;
        if (this.missingKeyBytes > 0) return;
      }
      const available = end - position;
      const isLast = this.remaining <= available;
      const stop = isLast ? position + this.remaining : end;
      if (stop === position && !isLast) return;
      const { key } = this;
      if (isLast) this.remaining = BETWEEN_FRAMES;
      else {
        this.remaining -= available;
        this.key = rotateKey(key, available);
      }
      // Before the handler is called: it may suspend, and what is suspended goes on from here.
      this.position = stop;
      this.handler.framePayload(piece, position, stop, key, isLast);
      position = stop;
    }
  }

  /** Reads the header at `position`; one that the piece cuts is kept. Returns where the next byte to read is. */
  private readHeader(bytes: Buffer, position: number, end: number): number {
    const size = this.headerSize(bytes, position, end);
    if (position + size > end) {
      this.headLength = bytes.copy((this.head ??= Buffer.allocUnsafe(LONGEST_HEADER)), 0, position, end);
      return end;
    }
    const first = bytes[position]!;
    const second = bytes[position + 1]!;
    const length = payloadLength(bytes, position, second & 0x7f);
    // What the length decides is decided before the masking key is there.
    this.handler.frameBegan(first, length);
    this.remaining = length;
    this.missingKeyBytes = second & MASKED ? KEY_SIZE : 0;
    this.key = 0;
    return position + size;
  }

  /** Reads the masking key, or as much of it as is there. */
  private readKey(bytes: Buffer, position: number, end: number): number {
    if (this.missingKeyBytes === KEY_SIZE && position + KEY_SIZE <= end) {
      this.key = bytes.readInt32LE(position);
      this.missingKeyBytes = 0;
      return position + KEY_SIZE;
    }
    let at = position;
    for (; at < end && this.missingKeyBytes > 0; at++) {
      this.key |= bytes[at]! << ((KEY_SIZE - this.missingKeyBytes--) << 3);
    }
    return at;
  }

  /** Joins the header that an earlier piece cut with this piece's beginning. */
  private finishHeader(piece: Buffer): number {
    const head = this.head!;
    const had = this.headLength;
    const joined = had + piece.copy(head, had);
    this.headLength = 0;
    const read = this.readHeader(head, 0, joined);
    if (this.remaining === BETWEEN_FRAMES) return piece.length;
    this.head = undefined;
    return read - had;
  }

  /** The size of the header at `position` up to its masking key, as far as that is known; refuses what the first bytes refuse. */
  private headerSize(bytes: Buffer, position: number, end: number): number {
    const first = bytes[position]!;
    const firstBroken = this.firstRules[first];
    if (firstBroken !== undefined) throw new ProtocolError(firstBroken, hex(first));
    if (position + 1 === end) return 2;
    const second = bytes[position + 1]!;
    const rules = SECOND_BYTE_RULES[this.role];
    const secondBroken = (first & CONTROL_BIT ? rules.control : rules.data)[second];
    if (secondBroken !== undefined) throw new ProtocolError(secondBroken, hex(second));
    const short = second & 0x7f;
    return short < 126 ? 2 : short === 126 ? 4 : 10;
  }
}

/** Reads the payload length: "in the case of 126 … the following 2 bytes …; 127, the following 8 bytes" (§5.2). */
function payloadLength(bytes: Buffer, position: number, short: number): number {
  if (short < 126) return short;
  // §5.2: "in all cases, the minimal number of bytes MUST be used to encode the length"
  if (short === 126) {
    const length = (bytes[position + 2]! << 8) | bytes[position + 3]!;
    if (length < 126) throw new ProtocolError('WS_LENGTH_NOT_MINIMAL', length);
    return length;
  }
  const high = bytes.readUInt32BE(position + 2);
  // §5.2: "the most significant bit MUST be 0"
  if (high > 0x7fffffff) throw new ProtocolError('WS_LENGTH_OUT_OF_RANGE', hex(high));
  const length = high * 0x100000000 + bytes.readUInt32BE(position + 6);
  if (length < 0x10000) throw new ProtocolError('WS_LENGTH_NOT_MINIMAL', length);
  return length;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`;
}
