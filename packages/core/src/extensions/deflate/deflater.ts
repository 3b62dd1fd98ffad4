// Compresses a connection's messages (RFC 7692 §7.2.1). It holds nothing but the connection's history: window, tables and buffers
// are shared, which is safe because a message is compressed in one go.
import type { Buffer } from 'node:buffer';
import { BLOCK_STORED } from '../deflate-format/deflate-alphabet.js';
import { History } from '../deflate-format/history.js';
import { BitWriter } from './bit-writer.js';
import { BlockWriter, writeStored } from './block-writer.js';
import { compressSegment } from './compress-segment.js';
import { COMPRESSION_LEVELS, type CompressionLevel } from './compression-level.js';
import { MatchFinder, SEGMENT } from './match-finder.js';

/** What all connections share. */
class Workshop {
  readonly writer = new BitWriter();
  readonly blocks = new BlockWriter(this.writer);
  readonly finder = new MatchFinder();
}

/** Made for the first connection that compresses, and not while a program starts. */
let shared: Workshop | undefined;
/** Deflaters are told apart by number, so that the shared window keeps none of them alive. */
let lastOwner = 0;

export interface DeflaterSettings {
  /** 8…15: no match reaches further back than 2^windowBits bytes. */
  readonly windowBits: number;
  /** 0…9: 0 stores, 1 is the quickest, 9 the best. */
  readonly level: number;
  /** Bytes of history kept between messages, at most 2^windowBits; 0 is no context takeover. */
  readonly historySize: number;
}

/** Compresses one direction of a connection. */
export class Deflater {
  private readonly owner = ++lastOwner;
  private readonly reach: number;
  private readonly level: CompressionLevel;
  private readonly history: History;
  private readonly workshop = (shared ??= new Workshop());

  constructor(settings: DeflaterSettings) {
    this.reach = 1 << settings.windowBits;
    this.level = COMPRESSION_LEVELS[settings.level]!;
    this.history = new History(this.level.tries === 0 ? 0 : Math.min(settings.historySize, this.reach));
  }

  /** Bytes held. */
  get memory(): number {
    return this.history.memory;
  }

  /**
   * Compresses a message, or a part of one.
   *
   * @param isFinal false for a part that another one follows
   * @returns raw deflate blocks that end on a byte boundary, the caller's own
   */
  deflate(bytes: Uint8Array, isFinal = true): Buffer {
    const { writer } = this.workshop;
    writer.begin();
    if (this.level.tries === 0) writeStored(writer, bytes, 0, bytes.length);
    else if (bytes.length > 0) this.compress(bytes);
    this.flush(isFinal);
    return writer.finish();
  }

  /** Forgets the history: the next message is compressed for itself. */
  release(): void {
    this.history.clear();
    this.workshop.finder.forget(this.owner);
  }

  private compress(bytes: Uint8Array): void {
    const { finder, blocks } = this.workshop;
    finder.begin(this.owner, this.history, bytes.length, this.reach, this.level);
    for (let start = 0; start < bytes.length; start += SEGMENT) {
      const end = Math.min(bytes.length, start + SEGMENT);
      const from = finder.take(bytes, start, end);
      compressSegment(finder, blocks, this.level, from, from + end - start);
    }
    this.history.append(bytes, 0, bytes.length);
  }

  /**
   * §7.2.1: "append an empty DEFLATE block with no compression to the tail end of the compressed data"; then, at the end of a
   * message, "remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end".
   */
  private flush(isFinal: boolean): void {
    const { writer } = this.workshop;
    writer.reserve(8);
    writer.put(BLOCK_STORED << 1, 3);
    writer.alignToByte();
    if (isFinal) return;
    writer.put(0x0000, 16);
    writer.put(0xffff, 16);
  }
}
