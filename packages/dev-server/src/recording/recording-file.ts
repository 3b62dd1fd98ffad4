// The file of --record. Lines go to it as they come; when it cannot follow, whoever brings them is told to wait, so that no more of
// them are in memory than a few.
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Told how the file follows. */
export interface FileListener {
  /** So much waits to be written that nothing more should come. */
  fell(): void;
  /** All of it has been written, or nothing more will be. */
  followed(): void;
}

/** How much may wait to be written, in bytes, before the file counts as behind. */
const MOST_UNWRITTEN = 4 * 1024 * 1024;

/** A file that is being written. */
export class RecordingFile {
  private error: Error | undefined;

  private constructor(
    private readonly stream: WriteStream,
    private readonly listener: FileListener,
  ) {
    stream.on('drain', () => listener.followed());
    stream.on('error', (error) => {
      this.error ??= error;
      listener.followed();
    });
  }

  /** Resolves once the file is open; rejects when it cannot be. */
  static async open(path: string, listener: FileListener): Promise<RecordingFile> {
    const stream = createWriteStream(path, { highWaterMark: MOST_UNWRITTEN });
    await new Promise<void>((resolve, reject) => stream.once('open', () => resolve()).once('error', reject));
    return new RecordingFile(stream, listener);
  }

  /** Writes a line; after a failure nothing more. */
  write(line: string): void {
    if (this.error === undefined && !this.stream.write(line)) this.listener.fell();
  }

  /** Ends the file; rejects with what kept it from being written. */
  async end(): Promise<void> {
    if (this.error === undefined) {
      this.stream.end();
      await finished(this.stream);
    }
    if (this.error !== undefined) throw this.error;
  }
}
