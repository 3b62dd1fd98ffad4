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

/** The memory of what was dropped last is the next message's: the collector would leave much of it lying about. */
let spare: Buffer | undefined;
const LARGEST_SPARE = 256 * 1024;

/**
 * A broadcast's message, or one that waits. It makes one copy of its bytes, when somebody needs one: what all drop costs nothing.
 * Who keeps it beyond the call that brought it says so by `keep`, and by `drop` when it is not sent after all.
 */
export class SharedMessage {
  /** How many bytes its payload has. */
  readonly size: number;
  private readonly first: number;
  private given: string | Uint8Array | undefined;
  private plain: Buffer | undefined;
  /** How many keep it, and Infinity once its frame is where nobody tells when it is done with. */
  private keepers = 0;
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

  /** Makes it independent of what it was made from, which may change from now on. */
  keep(): void {
    this.frame();
    this.keepers++;
  }

  /** One who has kept it does not need it any more, and has not sent it. */
  drop(): void {
    this.keepers--;
    if (this.keepers > 0 || this.plain === undefined) return;
    if (this.plain.length <= LARGEST_SPARE) spare = this.plain;
    this.plain = undefined;
  }

  /** A string for a text message, bytes for a binary one. */
  get data(): string | Buffer {
    const { payload } = this;
    this.keepers = Infinity;
    return this.first === (FINAL | Opcode.text) ? payload.toString('utf8') : payload;
  }

  /** The frame for a server's connection with this codec; undefined when the connection has to make its own. */
  frameFor(codec: MessageCodec | undefined): Buffer | undefined {
    if (codec === undefined || this.options.compress === false || this.size < codec.threshold) {
      this.keepers = Infinity;
      return this.frame();
    }
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
    const frame = this.frame();
    return frame.subarray(frame.length - this.size);
  }

  private frame(): Buffer {
    if (this.plain !== undefined) return this.plain;
    this.plain = serverFrame(this.first, bytesOf(this.given), spare);
    this.given = undefined;
    if (this.plain.buffer === spare?.buffer) spare = undefined;
    return this.plain;
  }
}
