// Holds the bytes that the server sent until a case asks for them, and knows how the stream ended.
import { Failure } from '../failure.js';

/** How TCP ended: an orderly FIN, or a reset. */
export type Ending = 'fin' | 'reset';

/** A queue of received bytes; every wait has a deadline and names what was due. */
export class Inbox {
  #chunks: Buffer[] = [];
  #length = 0;
  #wake: (() => void) | undefined;
  #ending: Ending | undefined;

  constructor(public patience: number) {}

  get ending(): Ending | undefined {
    return this.#ending;
  }

  get length(): number {
    return this.#length;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    this.#wake?.();
  }

  finish(ending: Ending): void {
    this.#ending ??= ending;
    this.#wake?.();
  }

  /** Waits for exactly `count` bytes. */
  async take(count: number, due: string): Promise<Buffer> {
    while (this.#length < count) {
      if (this.#ending)
        throw new Failure(`TCP ended (${this.#ending}) after ${this.#length} of ${count} bytes; due: ${due}`);
      await this.changed(due);
    }
    return this.#cut(count);
  }

  /** Waits for everything up to and including the mark. */
  async takeThrough(mark: string, due: string): Promise<Buffer> {
    for (;;) {
      const found = this.#joined().indexOf(mark, 0, 'latin1');
      if (found >= 0) return this.#cut(found + mark.length);
      if (this.#ending) throw new Failure(`TCP ended (${this.#ending}) without ${due}; got ${this.#length} bytes`);
      await this.changed(due);
    }
  }

  /** Takes what is there. */
  takeAll(): Buffer {
    return this.#cut(this.#length);
  }

  /** Takes as many whole copies of `pattern` as are there one after another, at most `most`; returns how many. */
  takeCopies(pattern: Buffer, most: number): number {
    const whole = this.#joined();
    let count = 0;
    let end = pattern.length;
    while (count < most && end <= whole.length && whole.subarray(end - pattern.length, end).equals(pattern)) {
      count++;
      end += pattern.length;
    }
    if (count > 0) this.#cut(count * pattern.length);
    return count;
  }

  /** Resolves when bytes or the end arrived; false when the stream has ended already. */
  async changed(due: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#wake = resolve;
        const late = () => reject(new Failure(`nothing came for ${this.patience} ms; due: ${due}`));
        timer = setTimeout(late, this.patience);
      });
    } finally {
      clearTimeout(timer);
      this.#wake = undefined;
    }
  }

  #joined(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  #cut(count: number): Buffer {
    // Whole chunks stay apart until a piece spans them: joining on each call would cost the square of the traffic.
    const taken: Buffer[] = [];
    let missing = count;
    let used = 0;
    while (missing > 0) {
      const chunk = this.#chunks[used] ?? Buffer.alloc(0);
      if (chunk.length > missing) {
        taken.push(chunk.subarray(0, missing));
        this.#chunks[used] = chunk.subarray(missing);
        break;
      }
      taken.push(chunk);
      missing -= chunk.length;
      used++;
    }
    if (used > 0) this.#chunks.splice(0, used);
    this.#length -= count;
    return taken.length === 1 && taken[0] ? taken[0] : Buffer.concat(taken);
  }
}
