// Reads single texts from a server, before a load begins: a greeting is all that they are.
import { opcodes } from './frame.js';

const wholeText = 0x80 | opcodes.text; // FIN

export class TextFrames {
  #bytes: Buffer = Buffer.alloc(0);
  #waiting: (() => void) | undefined;

  add(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    this.#waiting?.();
  }

  /** Resolves when the next message is there; rejects unless it is a text that begins so. */
  async expect(beginning: string): Promise<void> {
    for (let text = this.#take(); ; text = this.#take()) {
      if (text?.startsWith(beginning)) return;
      if (text !== undefined) throw new Error(`the server greeted with "${text}", not with "${beginning}"`);
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
  }

  /** Throws when there is more than was expected. */
  expectNone(): void {
    if (this.#bytes.length > 0) throw new Error('bytes came when none were due');
  }

  #take(): string | undefined {
    const [first = 0, code = 0] = this.#bytes;
    const start = code === 126 ? 4 : 2;
    if (this.#bytes.length < start) return undefined;
    const end = start + (code === 126 ? this.#bytes.readUInt16BE(2) : code);
    if (this.#bytes.length < end) return undefined;
    if (first !== wholeText || code > 126) throw new Error('a greeting is a short text in one frame');
    const text = this.#bytes.toString('utf8', start, end);
    this.#bytes = this.#bytes.subarray(end);
    return text;
  }
}
