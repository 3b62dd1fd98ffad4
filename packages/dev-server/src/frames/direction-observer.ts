// Makes notes of the frames that go in one direction.
import type { Role } from '@ws4ts/core/protocol';
import { FrameJudge, MOST_LOOKED_AT, type Judgement } from './frame-judge.js';
import type { FrameNote, OpcodeName } from './frame-note.js';
import { FrameSplitter, type FrameHeader, type FrameListener } from './frame-splitter.js';
import { toPayload } from './payload.js';
import { unmasked } from './raw-frame.js';

/** What a frame is told with by its direction; the rest is the connection's. */
export type FrameSight = Omit<FrameNote, 'number' | 'time' | 'direction' | 'roundTrip'>;

/** Told of one direction. */
export interface DirectionListener {
  /** The head of the request or of the response. */
  headEnded(head: string): void;
  /** A frame is complete; `payload` is what was kept of it, unmasked. */
  frameEnded(sights: FrameSights, payload: Buffer): void;
}

/** One frame as it is told, and with its whole payload where that is kept: otherwise both are the same. */
export interface FrameSights {
  readonly sight: FrameSight;
  readonly whole: FrameSight;
}

/** How many bytes of a payload are told. */
const TOLD = 64 * 1024;

const NAMES: Readonly<Record<number, OpcodeName>> = {
  0: 'continuation',
  1: 'text',
  2: 'binary',
  8: 'close',
  9: 'ping',
  10: 'pong',
};

/** Observes one direction. */
export class DirectionObserver implements FrameListener {
  private readonly splitter: FrameSplitter;
  private judge: FrameJudge | undefined;
  private header: FrameHeader | undefined;
  private parts: Buffer[] = [];
  private kept = 0;
  private most = TOLD;
  private isTextMessage = false;
  private isCompressedMessage = false;
  /** Set before the first frame, once the handshake says so. */
  isCompressed = false;
  /** Whether whole payloads are kept as well, from the next frame on. */
  keepsWhole = false;

  constructor(
    private readonly receiver: Role,
    hasHead: boolean,
    private readonly listener: DirectionListener,
  ) {
    this.splitter = new FrameSplitter(this, hasHead);
  }

  receive(bytes: Buffer): void {
    this.splitter.receive(bytes);
  }

  outsideFrames(): void {}

  headEnded(head: string): void {
    this.listener.headEnded(head);
  }

  headerPart(bytes: Buffer): void {
    this.judge ??= new FrameJudge(this.receiver, this.isCompressed);
    this.judge.receive(bytes);
  }

  began(header: FrameHeader): void {
    this.header = header;
    this.parts = [];
    this.kept = 0;
    this.most = this.keepsWhole ? MOST_LOOKED_AT : TOLD;
    const opcode = header.firstByte & 0x0f;
    if (opcode === 1 || opcode === 2) {
      this.isTextMessage = opcode === 1;
      this.isCompressedMessage = (header.firstByte & 0x40) !== 0 && this.isCompressed;
    }
  }

  payload(part: Buffer, isLast: boolean): void {
    const { maskingKey } = this.header!;
    if (part.length > 0) this.judge!.receive(part);
    if (this.kept < this.most) {
      const wanted = part.subarray(0, this.most - this.kept);
      this.parts.push(maskingKey === undefined ? Buffer.from(wanted) : unmasked(wanted, maskingKey, this.kept));
      this.kept += wanted.length;
    }
    if (isLast) this.ended(this.header!, Buffer.concat(this.parts), this.judge!.take());
  }

  private ended(header: FrameHeader, payload: Buffer, judgement: Judgement): void {
    const { firstByte, length, size, maskingKey } = header;
    const opcode = NAMES[firstByte & 0x0f] ?? 'reserved';
    const isControl = (firstByte & 0x08) !== 0;
    const isInflated = !isControl && this.isCompressedMessage && judgement.error === undefined;
    const facts = {
      opcode,
      firstByte,
      final: (firstByte & 0x80) !== 0,
      compressed: (firstByte & 0x40) !== 0,
      masked: maskingKey !== undefined,
      length,
      wireLength: size + length,
      ...closing(opcode, payload),
      ...(judgement.error !== undefined && { error: judgement.error }),
    };
    const seen = (most: number): FrameSight => ({
      ...facts,
      ...(isInflated ? inflated(judgement, most) : this.plain(opcode, length, payload, most)),
    });
    const sight = seen(TOLD);
    const whole = sight.truncated && this.most > TOLD ? seen(this.most) : sight;
    this.listener.frameEnded({ sight, whole }, payload);
  }

  private plain(opcode: OpcodeName, length: number, payload: Buffer, most: number): Shown {
    if (opcode === 'close') return { payload: toPayload(payload.subarray(2), true), truncated: false };
    const mayBeText = opcode === 'text' || opcode === 'ping' || opcode === 'pong' || opcode === 'reserved';
    return cut(payload, length, most, mayBeText || (opcode === 'continuation' && this.isTextMessage));
  }
}

/** What is told of a payload. */
type Shown = Pick<FrameNote, 'payload' | 'truncated' | 'inflatedLength'>;

/** The beginning of a payload that is `length` bytes long, or all of it. */
function cut(payload: Buffer, length: number, most: number, mayBeText: boolean): Shown {
  const told = payload.subarray(0, most);
  const truncated = told.length < length;
  // The cut may be within a character.
  const end = truncated && mayBeText ? wholeCharacters(told) : told.length;
  return { payload: toPayload(told.subarray(0, end), mayBeText), truncated };
}

/** The message that a compressed frame has ended. */
function inflated({ message, isBlind }: Judgement, most: number): Shown {
  if (message === undefined) return { payload: { base64: '' }, truncated: isBlind };
  const bytes = Buffer.from(message as string);
  return { ...cut(bytes, bytes.length, most, typeof message === 'string'), inflatedLength: bytes.length };
}

function closing(opcode: OpcodeName, payload: Buffer): Pick<FrameNote, 'closeCode' | 'closeReason'> {
  if (opcode !== 'close' || payload.length < 2) return {};
  return { closeCode: payload.readUInt16BE(0), closeReason: payload.toString('utf8', 2) };
}

/** How many bytes there are before a character that the end cuts, if it cuts one. */
function wholeCharacters(bytes: Buffer): number {
  let start = bytes.length - 1;
  while (start > bytes.length - 4 && (bytes[start]! & 0xc0) === 0x80) start--;
  const lead = bytes[start]!;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return start + needed > bytes.length ? start : bytes.length;
}
