// Cuts a frame into several of one message (§5.4), while its payload comes. The mask stays as it is: each piece carries the part of
// the masking key that its first byte was masked with.
import type { FrameHeader } from '../frames/frame-splitter.js';
import { frameHeader } from '../frames/raw-frame.js';

const FINAL = 0x80;

/** Cuts one data frame. */
export class FrameCutter {
  private position = 0;

  /** @param size bytes of payload in each piece */
  constructor(
    private readonly header: FrameHeader,
    private readonly size: number,
  ) {}

  /** The bytes that a part of the payload leaves as. */
  cut(part: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    for (let rest = part; rest.length > 0;) {
      const done = this.position % this.size;
      if (done === 0) pieces.push(this.nextHeader());
      const piece = rest.subarray(0, this.size - done);
      pieces.push(piece);
      this.position += piece.length;
      rest = rest.subarray(piece.length);
    }
    return pieces;
  }

  private nextHeader(): Buffer {
    const { position, size } = this;
    const { firstByte, length, maskingKey } = this.header;
    const isLast = position + size >= length;
    const own = position === 0 ? firstByte : firstByte & FINAL;
    const turn = position & 3;
    const key = maskingKey && Buffer.concat([maskingKey.subarray(turn), maskingKey.subarray(0, turn)]);
    return frameHeader(isLast ? own : own & ~FINAL, Math.min(size, length - position), key);
  }
}
