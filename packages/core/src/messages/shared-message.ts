// One message for many members: framed once, and compressed once, for all that send it the same way.
import type { MessageCodec } from '../extensions/extension.js';
import { FINAL, Opcode, RSV1 } from '../vocabulary/opcodes.js';
import { serverFrame } from '../wire/frame-writer.js';
import { bytesOf, type Data } from './data.js';

/** How a message is sent. */
export interface SendOptions {
  /** Whether it may be compressed, where that was negotiated. Default: true. */
  readonly compress?: boolean;
  /** What the message is the newest state of: with `whenFull: 'conflate'` it replaces one of the same key that still waits. */
  readonly key?: string;
}

/** A message that does not change any more: a broadcast's, or one that waits. It keeps one copy of its bytes. */
export class SharedMessage {
  /** How many bytes its payload has. */
  readonly size: number;
  private readonly first: number;
  private readonly plain: Buffer;
  private encoded: Map<string, Buffer> | undefined;

  /** Throws a UsageError for what cannot be sent. */
  constructor(
    data: Data,
    readonly options: SendOptions,
  ) {
    const payload = bytesOf(data);
    this.size = payload.length;
    this.first = FINAL | (typeof data === 'string' ? Opcode.text : Opcode.binary);
    this.plain = serverFrame(this.first, payload);
  }

  /** A string for a text message, bytes for a binary one. */
  get data(): string | Buffer {
    const { payload } = this;
    return this.first === (FINAL | Opcode.text) ? payload.toString('utf8') : payload;
  }

  /** The frame for a server's connection with this codec; undefined when the connection has to make its own. */
  frameFor(codec: MessageCodec | undefined): Buffer | undefined {
    if (codec === undefined || this.options.compress === false || this.size < codec.threshold) return this.plain;
    const key = codec.sharedKey;
    if (key === undefined) return undefined;
    let frame = this.encoded?.get(key);
    if (frame === undefined) {
      frame = serverFrame(this.first | RSV1, codec.encode(this.payload, true));
      (this.encoded ??= new Map()).set(key, frame);
    }
    return frame;
  }

  private get payload(): Buffer {
    return this.plain.subarray(this.plain.length - this.size);
  }
}
