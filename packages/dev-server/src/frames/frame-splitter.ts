// Finds where frames begin and end in bytes that arrive in any pieces (§5.2), whatever the frames say: what breaks a rule is to be
// shown, delayed or lost as well, so no rule is judged here.

/** What the beginning of a frame says. */
export interface FrameHeader {
  /** FIN, reserved bits, opcode. */
  readonly firstByte: number;
  /** Four bytes; undefined when the frame is not masked. */
  readonly maskingKey: Buffer | undefined;
  readonly length: number;
  /** The header's own length, masking key included. */
  readonly size: number;
}

/** Told of frames, part by part as they come; the bytes are as they were on the wire. */
export interface FrameListener {
  /** Bytes that are in no frame: those of the HTTP heads, and of the body of a refusal. */
  outsideFrames(bytes: Buffer): void;
  /** The head of the handshake that goes in this direction has ended. */
  headEnded(head: string): void;
  /** Bytes of a header as they come; `isFirst` begins a frame. The mask may still be missing when nothing else is. */
  headerPart(bytes: Buffer, isFirst: boolean): void;
  /** The header is complete. */
  began(header: FrameHeader): void;
  /** A part of the payload, still masked; `isLast` ends the frame. A frame without payload has one empty part. */
  payload(part: Buffer, isLast: boolean): void;
}

const LONGEST_HEAD = 64 * 1024;
const END_OF_HEAD = '\r\n\r\n';
const KEY_SIZE = 4;

/** Splits one direction of a connection. */
export class FrameSplitter {
  private phase: 'head' | 'frames' | 'no frames';
  private head = '';
  private header: Buffer = Buffer.alloc(0);
  private remaining = 0;
  private isInside = false;

  /** @param hasHead whether an HTTP head comes before the frames */
  constructor(
    private readonly listener: FrameListener,
    hasHead: boolean,
  ) {
    this.phase = hasHead ? 'head' : 'frames';
  }

  /** Whether a frame may be put in here. */
  get isBetweenFrames(): boolean {
    return this.phase === 'frames' && !this.isInside && this.header.length === 0;
  }

  /** Takes the next bytes; they are not changed. */
  receive(bytes: Buffer): void {
    let rest = this.phase === 'frames' ? bytes : this.readHead(bytes);
    while (rest.length > 0) rest = this.isInside ? this.readPayload(rest) : this.readHeader(rest);
  }

  /** Reads the head, and returns what is behind it. */
  private readHead(bytes: Buffer): Buffer {
    let end = bytes.length;
    if (this.phase === 'head') {
      const before = this.head.length;
      this.head += bytes.toString('latin1');
      const found = this.head.indexOf(END_OF_HEAD, Math.max(0, before - END_OF_HEAD.length));
      if (found >= 0) {
        end = found + END_OF_HEAD.length - before;
        const head = this.head.slice(0, found + 2);
        // A response other than 101 is followed by its body.
        this.phase = /^HTTP\/\S+ (?!101)/.test(head) ? 'no frames' : 'frames';
        this.head = '';
        this.listener.outsideFrames(bytes.subarray(0, end));
        this.listener.headEnded(head);
        return this.phase === 'frames' ? bytes.subarray(end) : this.readHead(bytes.subarray(end));
      }
      if (this.head.length > LONGEST_HEAD) this.phase = 'no frames';
    }
    if (end > 0) this.listener.outsideFrames(bytes);
    return bytes.subarray(end);
  }

  /** Reads a header, or as much of it as is there. */
  private readHeader(bytes: Buffer): Buffer {
    const had = this.header.length;
    const known = had === 0 ? bytes : Buffer.concat([this.header, bytes.subarray(0, 14)]);
    const header = parseHeader(known);
    this.listener.headerPart(bytes.subarray(0, header && header.size - had), had === 0);
    if (header === undefined) {
      this.header = Buffer.from(known);
      return bytes.subarray(bytes.length);
    }
    this.header = Buffer.alloc(0);
    this.isInside = true;
    this.remaining = header.length;
    this.listener.began(header);
    const rest = bytes.subarray(header.size - had);
    if (header.length > 0) return rest;
    this.isInside = false;
    this.listener.payload(rest.subarray(0, 0), true);
    return rest;
  }

  private readPayload(bytes: Buffer): Buffer {
    const part = bytes.subarray(0, this.remaining);
    this.remaining -= part.length;
    this.isInside = this.remaining > 0;
    this.listener.payload(part, !this.isInside);
    return bytes.subarray(part.length);
  }
}

/** Reads a header at the beginning of bytes; undefined when there is less than all of it. */
function parseHeader(bytes: Buffer): FrameHeader | undefined {
  if (bytes.length < 2) return undefined;
  const second = bytes[1]!;
  const short = second & 0x7f;
  const lengthEnd = short < 126 ? 2 : short === 126 ? 4 : 10;
  const size = lengthEnd + (second & 0x80 ? KEY_SIZE : 0);
  if (bytes.length < size) return undefined;
  const long = (): number => bytes.readUInt32BE(2) * 0x100000000 + bytes.readUInt32BE(6);
  return {
    firstByte: bytes[0]!,
    length: short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : long(),
    maskingKey: size === lengthEnd ? undefined : Buffer.from(bytes.subarray(lengthEnd, size)),
    size,
  };
}
