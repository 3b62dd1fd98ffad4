// The far end of a connection as bytes and frames: for what a well-behaved peer would not do, and for what really was sent.
import type { Duplex } from 'node:stream';

/** One frame as it was on the wire, its payload unmasked. */
export interface Frame {
  /** FIN, reserved bits and opcode. */
  readonly first: number;
  readonly isMasked: boolean;
  readonly payload: Buffer;
}

export class RawPeer {
  /** Everything that has come and is not read as a frame yet. */
  bytes = Buffer.alloc(0);
  hasEnded = false;
  isClosed = false;
  /** Whether it keeps its side open once the other has ended, as no well-behaved peer does. */
  isStubborn = false;
  private changed: (() => void)[] = [];

  constructor(readonly stream: Duplex) {
    stream.on('data', (piece: Buffer) => {
      this.bytes = Buffer.concat([this.bytes, piece]);
      this.tell();
    });
    stream.on('end', () => {
      this.hasEnded = true;
      if (!this.isStubborn) stream.end();
      this.tell();
    });
    stream.on('close', () => {
      this.isClosed = true;
      this.tell();
    });
    stream.on('error', () => undefined);
  }

  /** Writes bytes, all at once. */
  write(...parts: readonly Uint8Array[]): void {
    this.stream.write(Buffer.concat(parts));
  }

  /** Reads the next frame. */
  async frame(): Promise<Frame> {
    for (;;) {
      const read = readFrame(this.bytes);
      if (read !== undefined) {
        this.bytes = this.bytes.subarray(read.size);
        return read.frame;
      }
      if (this.isClosed) throw new Error('the connection has ended within a frame');
      await this.change();
    }
  }

  /** Reads so many frames. */
  async frames(count: number): Promise<Frame[]> {
    const frames: Frame[] = [];
    while (frames.length < count) frames.push(await this.frame());
    return frames;
  }

  /** Reads a response's head and body, which is as long as Content-Length says. */
  async response(): Promise<{ readonly status: number; readonly head: string; readonly body: string }> {
    for (;;) {
      const end = this.bytes.indexOf('\r\n\r\n');
      const head = this.bytes.toString('latin1', 0, end);
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
      if (end >= 0 && this.bytes.length >= end + 4 + length) {
        const body = this.bytes.toString('utf8', end + 4, end + 4 + length);
        this.bytes = this.bytes.subarray(end + 4 + length);
        return { status: Number(head.split(' ')[1]), head, body };
      }
      await this.change();
    }
  }

  async ended(): Promise<void> {
    while (!this.hasEnded && !this.isClosed) await this.change();
  }

  async closed(): Promise<void> {
    while (!this.isClosed) await this.change();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.changed.push(resolve));
  }

  private tell(): void {
    for (const resolve of this.changed.splice(0)) resolve();
  }
}

function readFrame(bytes: Buffer): { readonly frame: Frame; readonly size: number } | undefined {
  if (bytes.length < 2) return undefined;
  const isMasked = (bytes[1]! & 0x80) !== 0;
  const short = bytes[1]! & 0x7f;
  let at = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < at + (isMasked ? 4 : 0)) return undefined;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const key = isMasked ? bytes.subarray(at, at + 4) : Buffer.alloc(4);
  if (isMasked) at += 4;
  if (bytes.length < at + length) return undefined;
  const payload = Buffer.from(bytes.subarray(at, at + length).map((byte, i) => byte ^ key[i & 3]!));
  return { frame: { first: bytes[0]!, isMasked, payload }, size: at + length };
}

/** A client's frame; its masking key is 0, which is as good as any for a test. */
export function clientFrame(first: number, payload: string | Uint8Array = ''): Buffer {
  return frame(first, payload, 0x80);
}

/** A server's frame. */
export function serversFrame(first: number, payload: string | Uint8Array = ''): Buffer {
  return frame(first, payload, 0);
}

function frame(first: number, payload: string | Uint8Array, maskBit: number): Buffer {
  const bytes = Buffer.from(payload as string);
  const key = Buffer.alloc(maskBit === 0 ? 0 : 4);
  let head: Buffer;
  if (bytes.length < 126) head = Buffer.from([first, maskBit | bytes.length]);
  else if (bytes.length < 0x10000) {
    head = Buffer.from([first, maskBit | 126, bytes.length >> 8, bytes.length & 0xff]);
  } else {
    head = Buffer.from([first, maskBit | 127, 0, 0, 0, 0, 0, 0, 0, 0]);
    head.writeUInt32BE(bytes.length, 6);
  }
  return Buffer.concat([head, key, bytes]);
}

/** A text message, whole. */
export const TEXT = 0x81;
/** A binary message, whole. */
export const BINARY = 0x82;
export const CLOSE = 0x88;
export const PING = 0x89;
export const PONG = 0x8a;

/** The payload of a close frame. */
export function closePayload(code: number, reason = ''): Buffer {
  return Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]);
}
