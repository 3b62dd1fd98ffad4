// Bits to bytes, from the lowest bit up (RFC 1951 §3.1.1: "Huffman codes are packed starting with the most-significant bit of the
// code": they come reversed). One buffer for all connections; whoever writes asks for room first.
import { Buffer } from 'node:buffer';

const COMMON = 65_536;
/** A symbol's bits beyond what was asked for, and the end of a message. */
const SLACK = 32;

/** A cursor over bits. The block writer's loop reads and moves its fields itself; between calls `count` is under 16. */
export class BitWriter {
  private bytes = new Uint8Array(COMMON);
  view = new DataView(this.bytes.buffer);
  position = 0;
  buffer = 0;
  count = 0;

  begin(): void {
    this.position = this.buffer = this.count = 0;
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    const needed = this.position + count + SLACK;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.position));
    this.use(larger);
  }

  /** Writes the lowest `count` bits, 16 at most. */
  put(value: number, count: number): void {
    this.buffer |= value << this.count;
    this.count += count;
    if (this.count >= 16) {
      this.bytes[this.position++] = this.buffer;
      this.bytes[this.position++] = this.buffer >>> 8;
      this.buffer >>>= 16;
      this.count -= 16;
    }
  }

  /** Leaves less than a byte in the buffer. */
  putWholeBytes(): void {
    if (this.count < 8) return;
    this.bytes[this.position++] = this.buffer;
    this.buffer >>>= 8;
    this.count -= 8;
  }

  alignToByte(): void {
    while (this.count > 0) {
      this.bytes[this.position++] = this.buffer;
      this.buffer >>>= 8;
      this.count -= 8;
    }
    this.buffer = this.count = 0;
  }

  /** Copies whole bytes; stands on a byte boundary. */
  copy(source: Uint8Array, start: number, end: number): void {
    this.bytes.set(source.subarray(start, end), this.position);
    this.position += end - start;
  }

  /** What was written, as a buffer of its own, and lets a large buffer go. */
  finish(): Buffer {
    const result = Buffer.allocUnsafe(this.position);
    result.set(this.bytes.subarray(0, this.position));
    if (this.bytes.length > COMMON) this.use(new Uint8Array(COMMON));
    return result;
  }

  private use(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}
