// Follows the compressed answers on one connection: frames are counted by their headers, whose lengths vary. Inflating is
// left to whoever asks for the payloads, before the clock runs.
import { opcodes } from '../frame.js';

const wholeCompressedText = 0x80 | opcodes.compressedText; // FIN
const ping = 0x80 | opcodes.ping;
const header = { short: 2, medium: 4, long: 10 };

export class Answers {
  /** Bytes on the wire so far, headers included. */
  bytes = 0;
  /** Is given each payload when set; bytes under the clock are only counted. */
  payload: ((payload: Buffer) => void) | undefined;
  readonly #header = Buffer.alloc(header.long);
  #headerSeen = 0;
  #inPayload = false;
  #payloadLeft = 0;
  #pieces: Buffer[] = [];

  /** Whether the last frame is complete and no other has begun. */
  get atRest(): boolean {
    return this.#headerSeen === 0;
  }

  /** Takes the first bytes of the buffer; returns how many frames they complete. */
  take(buffer: Buffer, length: number): number {
    this.bytes += length;
    let frames = 0;
    let at = 0;
    while (at < length) {
      if (!this.#inPayload) {
        this.#takeHeaderByte(buffer[at++]!);
      } else {
        const taken = Math.min(this.#payloadLeft, length - at);
        if (this.payload) this.#pieces.push(Buffer.from(buffer.subarray(at, at + taken)));
        this.#payloadLeft -= taken;
        at += taken;
      }
      if (!this.#inPayload || this.#payloadLeft > 0) continue;
      this.#headerSeen = 0;
      this.#inPayload = false;
      // A server's heartbeat is no answer.
      if (this.#header[0] !== ping) {
        frames++;
        this.payload?.(Buffer.concat(this.#pieces));
      }
      this.#pieces = [];
    }
    return frames;
  }

  #takeHeaderByte(byte: number): void {
    this.#header[this.#headerSeen++] = byte;
    if (this.#headerSeen === 1 && byte !== wholeCompressedText && byte !== ping)
      throw new Error(`an answer is not one frame of compressed text: it begins with 0x${byte.toString(16)}`);
    if (this.#headerSeen < header.short) return;
    const code = this.#header[1]!;
    if (code > 127) throw new Error('an answer is masked');
    if (this.#headerSeen < (code < 126 ? header.short : code === 126 ? header.medium : header.long)) return;
    this.#inPayload = true;
    if (code < 126) this.#payloadLeft = code;
    else this.#payloadLeft = code === 126 ? this.#header.readUInt16BE(2) : Number(this.#header.readBigUInt64BE(2));
  }
}
