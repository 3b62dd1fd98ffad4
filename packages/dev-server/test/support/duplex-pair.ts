// Two ends of a wire in memory.
import { Duplex, PassThrough } from 'node:stream';

/** Two streams: what one writes the other reads. */
export function duplexPair(): [Duplex, Duplex] {
  const there = new PassThrough();
  const back = new PassThrough();
  return [new End(there, back), new End(back, there)];
}

class End extends Duplex {
  constructor(
    private readonly out: PassThrough,
    private readonly input: PassThrough,
  ) {
    super();
    input.on('data', (bytes: Buffer) => this.push(Buffer.from(bytes)) || input.pause());
    input.on('end', () => this.push(null));
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.out.write(bytes, done);
  }

  override _final(done: () => void): void {
    this.out.end(done);
  }

  override _read(): void {
    this.input.resume();
  }
}
