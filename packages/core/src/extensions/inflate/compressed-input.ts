// One message's compressed bytes, read from the lowest bit up (RFC 1951 §3.1.1). They are copied once, to have the tail and zeros
// behind them, so that readers may look ahead without asking where the end is: who has read too far finds out by `isOverrun`.

/** RFC 7692 §7.2.2: "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the message". */
const TAIL = Uint8Array.of(0x00, 0x00, 0xff, 0xff);
/** More than a symbol, its extra bits and a word can reach over the end. */
const PADDING = 16;
/** Messages up to here share one buffer. */
const SHARED = 65_536;

const sharedBytes = new Uint8Array(SHARED);
const sharedView = new DataView(sharedBytes.buffer);

/** A cursor over bits. The decoder's loop reads and moves its fields itself. */
export class CompressedInput {
  bytes = sharedBytes;
  view = sharedView;
  /** The cursor: a byte, and bits from there on; split so that `bit` stays a small number in long messages too. */
  byte = 0;
  bit = 0;
  /** The byte behind the tail. */
  end = 0;

  load(payload: Uint8Array): void {
    this.byte = this.bit = 0;
    this.end = payload.length + TAIL.length;
    if (this.end + PADDING > SHARED) {
      this.bytes = new Uint8Array(this.end + PADDING);
      this.view = new DataView(this.bytes.buffer);
    }
    this.bytes.set(payload);
    this.bytes.set(TAIL, payload.length);
    this.bytes.fill(0, this.end, this.end + PADDING);
  }

  /** Lets a large message's buffer go. */
  unload(): void {
    this.bytes = sharedBytes;
    this.view = sharedView;
  }

  /** Reads `count` bits, 16 at most, as a number. */
  take(count: number): number {
    const word = this.view.getInt32(this.byte + (this.bit >> 3), true) >>> (this.bit & 7);
    this.bit += count;
    this.byte += this.bit >> 3;
    this.bit &= 7;
    return word & ((1 << count) - 1);
  }

  alignToByte(): void {
    this.byte += (this.bit + 7) >> 3;
    this.bit = 0;
  }

  /** True when more was read than there is. */
  get isOverrun(): boolean {
    return this.byte + ((this.bit + 7) >> 3) > this.end;
  }

  /** True when nothing is left: not even the rest of a byte. */
  get isAtEnd(): boolean {
    return this.byte === this.end && this.bit === 0;
  }

  /** True when just the tail is left, on its own bytes. */
  get isAtTail(): boolean {
    return this.byte === this.end - TAIL.length && this.bit === 0;
  }
}
