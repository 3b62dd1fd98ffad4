// One message for many members: framed once, and compressed once, for all that send it the same way.
import type { MessageCodec } from '../extensions/extension.js';
import { FINAL, Opcode, RSV1 } from '../vocabulary/opcodes.js';
import { serverFrame } from '../wire/frame-writer.js';
import { bytesOf, stringOrBytes, type Data } from './data.js';

/** How a message is sent. */
export interface SendOptions {
  /** Whether it may be compressed, where that was negotiated. Default: true. */
  readonly compress?: boolean;
  /** What the message is the newest state of: with `whenFull: 'conflate'` it replaces one of the same key that still waits. */
  readonly key?: string;
}

/**
 * A broadcast's message, or one that waits. It makes one copy of its bytes, when the first of its members needs one: what all of
 * them drop costs nothing. Who keeps it beyond the call that brought it says so by `keep`.
 */
export class SharedMessage {
  /** How many bytes its payload has. */
  readonly size: number;
  private readonly first: number;
  private given: string | Uint8Array | undefined;
  private plain: Buffer | undefined;
  private encoded: Map<string, Buffer> | undefined;

  /** Throws a UsageError for what cannot be sent. */
  constructor(
    data: Data,
    readonly options: SendOptions,
  ) {
    this.given = stringOrBytes(data);
    this.size = typeof this.given === 'string' ? Buffer.byteLength(this.given, 'utf8') : this.given.length;
    this.first = FINAL | (typeof data === 'string' ? Opcode.text : Opcode.binary);
  }

  /** Makes it independent of what it was made from, which may change from now on; returns its uncompressed frame. */
  keep(): Buffer {
    if (this.plain === undefined) {
      this.plain = serverFrame(this.first, bytesOf(this.given));
      this.given = undefined;
    }
    return this.plain;
  }

  /** A string for a text message, bytes for a binary one. */
  get data(): string | Buffer {
    const { payload } = this;
    return this.first === (FINAL | Opcode.text) ? payload.toString('utf8') : payload;
  }

  /** The frame for a server's connection with this codec; undefined when the connection has to make its own. */
  frameFor(codec: MessageCodec | undefined): Buffer | undefined {
    if (codec === undefined || this.options.compress === false || this.size < codec.threshold) return this.keep();
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
    const frame = this.keep();
    return frame.subarray(frame.length - this.size);
  }
}
