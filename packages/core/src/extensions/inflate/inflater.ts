// Inflates a connection's messages (RFC 7692 §7.2.2). It holds nothing but the connection's history: tables and buffers are
// shared, which is safe because a message is inflated in one go.
import type { Buffer } from 'node:buffer';
import { BLOCK_DYNAMIC, BLOCK_FIXED, BLOCK_STORED } from '../deflate-format/deflate-alphabet.js';
import { History } from '../deflate-format/history.js';
import { decodeDynamic, decodeFixed, decodeStored } from './block-decoder.js';
import { CompressedInput } from './compressed-input.js';
import { InflateError } from './inflate-error.js';
import { InflateOutput } from './inflate-output.js';

const input = new CompressedInput();
const output = new InflateOutput();
/** Inflaters are told apart by number, so that the shared output keeps none of them alive. */
let lastOwner = 0;

export interface InflaterSettings {
  /** 8…15: the peer's window has 2^windowBits bytes. */
  readonly windowBits: number;
  /** Whether messages may refer to those before them. */
  readonly takeover: boolean;
}

/** Inflates one direction of a connection. */
export class Inflater {
  private readonly owner = ++lastOwner;
  private readonly window: number;
  private readonly history: History;

  constructor(settings: InflaterSettings) {
    this.window = 1 << settings.windowBits;
    this.history = new History(settings.takeover ? this.window : 0);
  }

  /** Bytes held. */
  get memory(): number {
    return this.history.memory;
  }

  /**
   * Inflates one whole message's payload.
   *
   * @param payload as it came, without 00 00 ff ff
   * @param limit the largest message in bytes
   * @returns the message, the caller's own
   * @throws {@link InflateError}; the connection has to end then
   */
  inflate(payload: Uint8Array, limit: number): Buffer {
    input.load(payload);
    output.begin(this.owner, this.history, limit);
    try {
      // A payload may end where a block does: its sender has left no header for the tail. As a block of its own the tail is
      // broken, so nothing else can be meant.
      while (!input.isAtEnd && !input.isAtTail) this.decodeBlock();
      return output.finish(this.history);
    } catch (error) {
      output.forget(this.owner);
      throw error;
    } finally {
      input.unload();
      output.reset();
    }
  }

  /** Forgets the history. */
  release(): void {
    this.history.clear();
    output.forget(this.owner);
  }

  private decodeBlock(): void {
    const isLast = input.take(1) === 1;
    const type = input.take(2);
    if (type === BLOCK_STORED) decodeStored(input, output);
    else if (type === BLOCK_FIXED) decodeFixed(input, output, this.window);
    else if (type === BLOCK_DYNAMIC) decodeDynamic(input, output, this.window);
    else throw new InflateError('broken');
    output.settle();
    if (input.isOverrun) throw new InflateError('broken');
    // RFC 7692 §7.2.3.4: after a block with BFINAL set, what follows begins "on a byte boundary".
    if (isLast) input.alignToByte();
  }
}
