// Two ends of a wire in memory, as two sockets would be: what one writes the other reads, as bytes of its own.
import { Duplex } from 'node:stream';

/** One end. */
export class MemorySocket extends Duplex {
  private other!: MemorySocket;
  /** What this end waits for before it takes more: the other end reading. */
  private taken: ((error?: Error) => void) | undefined;

  /** Two ends that are connected. */
  static pair(): [MemorySocket, MemorySocket] {
    const one = new MemorySocket();
    const two = new MemorySocket();
    one.other = two;
    two.other = one;
    return [one, two];
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // A copy, as through a kernel: the reader unmasks its bytes in place.
    if (this.other.destroyed || this.other.push(Buffer.from(bytes))) done();
    else this.taken = done;
  }

  override _read(): void {
    const taken = this.other.taken;
    this.other.taken = undefined;
    taken?.();
  }

  override _final(done: () => void): void {
    if (!this.other.destroyed) this.other.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    done(error);
    // A write under way fails, as the kernel's would; else those behind it would never be called back.
    this.taken?.(new Error('the socket is destroyed'));
    this.taken = undefined;
    // The other end's connection is cut as well.
    if (!this.other.destroyed) process.nextTick(() => this.other.destroy());
  }
}
