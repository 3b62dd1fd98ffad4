// Reads what one peer sends: frames by the parser, messages by the assembler, control frames here. Between two messages it knows
// nothing that is worth keeping, so an idle connection has none: whoever gets bytes takes the one that was let go of last.
import type { MessageCodec } from '../extensions/extension.js';
import { CONTROL_BIT } from '../vocabulary/opcodes.js';
import type { Role } from '../vocabulary/role.js';
import { FrameParser, type FrameHandler } from '../wire/frame-parser.js';
import { mask } from '../wire/mask.js';
import { MessageAssembler, type MessageData } from './message-assembler.js';

/** Told of what has come whole. What these methods throw comes out of `receive` and `resume`. */
export interface ReaderListener {
  message(data: MessageData): void;
  controlFrame(opcode: number, payload: Buffer): void;
}

const EMPTY = Buffer.alloc(0);
/** Keeps no connection in memory. */
const NOBODY: ReaderListener = { message() {}, controlFrame() {} };

/** Those that were let go of, by `kindOf`. */
const spares: (MessageReader | undefined)[] = [];

/** Gives a reader to one side of a connection, until `letGo`. */
export function takeReader(
  role: Role,
  told: ReaderListener,
  maxMessageSize: number,
  codec: MessageCodec | undefined,
): MessageReader {
  const kind = kindOf(role, codec !== undefined);
  const reader = spares[kind] ?? new MessageReader(role, codec !== undefined);
  spares[kind] = undefined;
  reader.begin(told, maxMessageSize, codec);
  return reader;
}

/** Takes back a reader that is idle. */
export function letGo(reader: MessageReader): void {
  reader.begin(NOBODY, 0, undefined);
  spares[kindOf(reader.role, reader.isCompressed)] = reader;
}

function kindOf(role: Role, isCompressed: boolean): number {
  return (role === 'client' ? 2 : 0) + (isCompressed ? 1 : 0);
}

/** Reads one direction of one connection at a time. */
export class MessageReader implements FrameHandler {
  private readonly parser: FrameParser;
  private readonly assembler = new MessageAssembler();
  private told = NOBODY;
  /** The first byte of the control frame under way, and its payload as far as it has come; data frames are the assembler's. */
  private control = 0;
  private controlPayload: Buffer = EMPTY;

  constructor(
    /** The role of the side that reads. */
    readonly role: Role,
    /** Whether messages may be compressed. */
    readonly isCompressed: boolean,
  ) {
    this.parser = new FrameParser(role, this, isCompressed);
  }

  /** Changes hands. */
  begin(told: ReaderListener, maxMessageSize: number, codec: MessageCodec | undefined): void {
    this.told = told;
    this.assembler.begin(maxMessageSize, codec);
  }

  /** Whether it knows nothing of what is still to come. */
  get isIdle(): boolean {
    return this.parser.isIdle && this.assembler.isIdle;
  }

  /** Takes bytes from the peer; they are changed by unmasking. */
  receive(bytes: Buffer): void {
    this.parser.receive(bytes);
  }

  /** Stops after the frame under way; what has been received waits for `resume`. */
  suspend(): void {
    this.parser.suspend();
  }

  resume(): void {
    this.parser.resume();
  }

  /** Ignores all bytes from now on. */
  stop(): void {
    this.parser.stop();
  }

  frameBegan(first: number, length: number): void {
    this.control = first & CONTROL_BIT ? first : 0;
    if (this.control === 0) this.assembler.frameBegan(first, length);
  }

  framePayload(piece: Buffer, start: number, end: number, key: number, isLast: boolean): void {
    if (this.control !== 0) {
      mask(piece, start, end, key);
      this.controlPart(piece.subarray(start, end), isLast);
      return;
    }
    const message = this.assembler.framePayload(piece, start, end, key, isLast);
    if (message !== undefined) this.told.message(message);
  }

  private controlPart(part: Buffer, isLast: boolean): void {
    // A copy: the application may keep it, and the piece that it lies in is much bigger.
    const payload = Buffer.concat([this.controlPayload, part]);
    this.controlPayload = isLast ? EMPTY : payload;
    if (isLast) this.told.controlFrame(this.control & 0x0f, payload);
  }
}
