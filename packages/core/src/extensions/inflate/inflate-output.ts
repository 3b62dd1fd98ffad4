// What a message inflates to: a shared buffer that begins with the connection's history, so that a match that reaches back into
// earlier messages needs no special case. When it is full its bytes move to pieces of the message's own, so that a message never
// costs more than it has come to.
import { Buffer } from 'node:buffer';
import { MAX_MATCH, MAX_WINDOW } from '../deflate-format/deflate-alphabet.js';
import type { History } from '../deflate-format/history.js';
import { InflateError } from './inflate-error.js';

const CAPACITY = MAX_WINDOW + 131_072;
/** Matches are copied by words, which may write some bytes more. */
const SLACK = MAX_MATCH + 8;

/** The one output under way. The decoder's loop writes `bytes` and moves `position` itself. */
export class InflateOutput {
  readonly bytes = new Uint8Array(CAPACITY + SLACK);
  readonly view = new DataView(this.bytes.buffer);
  position = 0;
  /** Where this message's bytes begin that are not in a piece yet. */
  private start = 0;
  /** Whose message was the last one, by number, so that nobody is kept alive. */
  private owner = 0;
  private pieces: Buffer[] = [];
  private total = 0;
  private limit = 0;

  /**
   * Prepares for a message. Where nobody came between, its owner's last bytes are still in front of it: that saves the copy for
   * all but the first message of a chunk (bench: deflate, alone).
   */
  begin(owner: number, history: History, limit: number): void {
    if (owner !== this.owner || this.position > CAPACITY - MAX_WINDOW || history.length === 0) {
      this.owner = owner;
      history.copyTo(this.bytes);
      this.position = history.length;
    }
    this.start = this.position;
    this.total = 0;
    this.limit = limit;
  }

  /** Forgets whose bytes it holds. */
  forget(owner: number): void {
    if (owner === this.owner) this.owner = 0;
  }

  /** True from where on the longest match might not fit. */
  get isFull(): boolean {
    return this.position >= CAPACITY;
  }

  get capacity(): number {
    return CAPACITY;
  }

  /** Throws when there is more than the limit allows, and makes room when there is little left. */
  settle(): void {
    if (this.total + this.position - this.start > this.limit) throw new InflateError('too big');
    if (!this.isFull) return;
    this.pieces.push(this.piece());
    this.bytes.copyWithin(0, this.position - MAX_WINDOW, this.position);
    this.start = this.position = MAX_WINDOW;
  }

  /** Takes `count` stored bytes. */
  copy(source: Uint8Array, start: number, count: number): void {
    for (let done = 0; done < count; this.settle()) {
      const part = Math.min(count - done, CAPACITY - this.position);
      this.bytes.set(source.subarray(start + done, start + done + part), this.position);
      this.position += part;
      done += part;
    }
  }

  /** The whole message, the caller's own; appends it to the history. */
  finish(history: History): Buffer {
    // Once pieces were taken out the buffer begins with a whole window of this message.
    history.append(this.bytes, this.pieces.length === 0 ? this.start : 0, this.position);
    const last = this.piece();
    return this.pieces.length === 0 ? last : Buffer.concat([...this.pieces, last], this.total);
  }

  /** Lets the pieces go. */
  reset(): void {
    if (this.pieces.length > 0) this.pieces = [];
  }

  private piece(): Buffer {
    const length = this.position - this.start;
    this.total += length;
    const piece = Buffer.allocUnsafe(length);
    piece.set(this.bytes.subarray(this.start, this.position));
    return piece;
  }
}
