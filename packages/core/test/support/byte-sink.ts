// Collects written frames in memory, as strictly as a sink may be: each room has just the size that was asked for, and begins
// somewhere in the middle, so that a writer that leaves its room is noticed.
import type { FrameSink } from '../../src/wire/frame-sink.js';
import { readFrames, type ReadFrame } from './read-frames.js';

const MARGIN = 3;
const FENCE = 0xee;
/** The contract: at most 64 KiB can be asked for. */
const MOST = 64 * 1024;

export class ByteSink implements FrameSink {
  readonly at = MARGIN;
  isBlocked = false;
  /** What was pushed without a copy. */
  readonly pushed: Uint8Array[] = [];
  private parts: Buffer[] = [];
  private room: Buffer | undefined;
  private size = 0;

  reserve(size: number): Buffer {
    if (size > MOST) throw new Error(`${size} bytes were asked for, at most ${MOST}`);
    this.size = size;
    return (this.room = Buffer.alloc(MARGIN + size + MARGIN, FENCE));
  }

  commit(size: number): void {
    const { room } = this;
    if (room === undefined) throw new Error('committed without room');
    if (size > this.size) throw new Error(`${size} bytes committed, ${this.size} reserved`);
    const fences = [...room.subarray(0, MARGIN), ...room.subarray(MARGIN + this.size)];
    if (fences.some((byte) => byte !== FENCE)) throw new Error('written outside of the room');
    this.parts.push(room.subarray(MARGIN, MARGIN + size));
    this.room = undefined;
  }

  push(bytes: Uint8Array): void {
    this.pushed.push(bytes);
    this.parts.push(Buffer.from(bytes));
  }

  /** All bytes written since the last call. */
  take(): Buffer {
    const all = Buffer.concat(this.parts);
    this.parts = [];
    return all;
  }

  /** All frames written since the last call. */
  takeFrames(): ReadFrame[] {
    return readFrames(this.take());
  }
}
