// The last bytes of one direction of a connection: all that context takeover (RFC 7692 §7.1.1) needs to keep. A ring, so that a
// message costs its own length and not the window's; it grows with what it really holds.

const NOTHING = new Uint8Array(0);
const SMALLEST = 512;

/** Holds the last `size` bytes that were appended. */
export class History {
  private bytes = NOTHING;
  /** Where the next byte goes, and how many bytes are held. */
  private next = 0;
  private held = 0;

  /** @param size bytes that are kept at most */
  constructor(private readonly size: number) {}

  get length(): number {
    return this.held;
  }

  /** Bytes of memory behind it. */
  get memory(): number {
    return this.bytes.length;
  }

  /** Takes `source[start…end)` as the latest bytes. */
  append(source: Uint8Array, start: number, end: number): void {
    const from = Math.max(start, end - this.size);
    const count = end - from;
    if (count === 0) return;
    this.reserve(Math.min(this.size, this.held + count));
    const capacity = this.bytes.length;
    const first = Math.min(count, capacity - this.next);
    this.bytes.set(source.subarray(from, from + first), this.next);
    if (first < count) this.bytes.set(source.subarray(from + first, end), 0);
    this.next = (this.next + count) % capacity;
    this.held = Math.min(capacity, this.held + count);
  }

  /** Writes what is held to `target[0…length)`, oldest byte first. */
  copyTo(target: Uint8Array): void {
    const start = this.next - this.held;
    if (start >= 0) {
      target.set(this.bytes.subarray(start, this.next));
    } else {
      const older = this.bytes.length + start;
      target.set(this.bytes.subarray(older));
      target.set(this.bytes.subarray(0, this.next), -start);
    }
  }

  clear(): void {
    this.bytes = NOTHING;
    this.next = this.held = 0;
  }

  /** Grows, by half again at least, so that a young connection does not allocate for each message. */
  private reserve(capacity: number): void {
    if (capacity <= this.bytes.length) return;
    const grown = Math.max(capacity, SMALLEST, this.bytes.length + (this.bytes.length >> 1));
    const larger = new Uint8Array(Math.min(this.size, grown));
    this.copyTo(larger);
    this.bytes = larger;
    this.next = this.held % larger.length;
  }
}
