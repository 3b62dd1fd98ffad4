// UTF-8 that arrives in pieces (§8.1, RFC 3629 §4). It says no at the first byte that cannot belong to any valid text, inside a
// character as well, however the bytes are cut. Whole characters go to Node's own validator; only the character that a piece
// cuts is stepped through here.
import { isUtf8 } from 'node:buffer';

/** Validates the bytes of one text, piece by piece. Use a new one for each text. */
export class Utf8Validator {
  /** Bytes that the character under way still needs, and the range that the next of them must be in. */
  private missing = 0;
  private lower = 0x80;
  private upper = 0xbf;

  /** True where a character has ended: the text may end here. */
  get isComplete(): boolean {
    return this.missing === 0;
  }

  /** Takes the next piece; false at the first byte that breaks the text. */
  write(bytes: Uint8Array, start: number, end: number): boolean {
    let position = start;
    while (this.missing > 0 && position < end) if (!this.step(bytes[position++]!)) return false;
    const cut = characterCut(bytes, position, end);
    if (cut > position && !isUtf8(bytes.subarray(position, cut))) return false;
    for (position = cut; position < end; position++) if (!this.step(bytes[position]!)) return false;
    return true;
  }

  /** Takes one byte, by the table of RFC 3629 §4 (UTF8-2, UTF8-3, UTF8-4). */
  step(byte: number): boolean {
    if (this.missing > 0) {
      if (byte < this.lower || byte > this.upper) return false;
      this.lower = 0x80;
      this.upper = 0xbf;
      this.missing--;
      return true;
    }
    if (byte < 0x80) return true;
    if (byte < 0xc2 || byte > 0xf4) return false;
    this.missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (byte === 0xe0) this.lower = 0xa0;
    else if (byte === 0xed) this.upper = 0x9f;
    else if (byte === 0xf0) this.lower = 0x90;
    else if (byte === 0xf4) this.upper = 0x8f;
    return true;
  }
}

/** Where the last character that `bytes[start…end)` does not hold whole begins; `end` when it cuts none. */
function characterCut(bytes: Uint8Array, start: number, end: number): number {
  for (let i = end - 1; i >= start && i >= end - 3; i--) {
    const byte = bytes[i]!;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return i + (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) > end ? i : end;
  }
  return end;
}
