// The recording of all frames that go through the server: kept for the page to download, and written to a file with --record.
import type { RelayEvent } from '../relay/relay-messages.js';
import type { TappedStream } from '../wire/tapped-stream.js';
import type { RecordedLine } from './recorded-line.js';
import { RecordingFile, type FileListener } from './recording-file.js';

/** How much is kept for the download, in bytes. */
const MOST = 64 * 1024 * 1024;

/** A connection that frames are recorded of. */
export interface Recorded {
  readonly session: string;
  readonly url: string;
  readonly near: 'client' | 'server';
  /** What its bytes go through: it is held while the file cannot follow. */
  readonly stream: Pick<TappedStream, 'observer' | 'hold' | 'release'>;
}

/** Writes down frames while it is on. */
export class Recording implements FileListener {
  private readonly lines: string[] = [];
  private frames = 0;
  private bytes = 0;
  private isOn = false;
  private isFull = false;
  private file: RecordingFile | undefined;
  private isBehind = false;
  private readonly live = new Set<Recorded>();

  /**
   * Writes everything to a file from now on, with whole payloads, whether the page records or not. Resolves once the file is
   * open.
   */
  async writeTo(path: string): Promise<void> {
    this.file = await RecordingFile.open(path, this);
  }

  fell(): void {
    if (this.isBehind) return;
    this.isBehind = true;
    for (const { stream } of this.live) stream.hold();
  }

  followed(): void {
    this.isBehind = false;
    for (const { stream } of this.live) stream.release();
  }

  /** Begins an empty recording. */
  start(): void {
    this.lines.length = this.frames = this.bytes = 0;
    this.isOn = true;
    this.isFull = false;
    for (const recorded of this.live) this.keep(opening(recorded));
  }

  stop(): void {
    this.isOn = false;
  }

  /** Ends the file; rejects with what kept it from being written. */
  async end(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await file?.end();
  }

  /** Records a connection, whose handshake is over, from now on until the returned function is called. */
  add(recorded: Recorded): () => void {
    const { session, stream } = recorded;
    this.live.add(recorded);
    if (this.file !== undefined) stream.observer.keepWhole();
    if (this.isBehind) stream.hold();
    this.write(opening(recorded));
    const unhear = stream.observer.hear((note, whole) => {
      if (!this.isOn && this.file === undefined) return;
      this.write({ kind: 'frame', session, ...note }, { kind: 'frame', session, ...whole });
    });
    return () => {
      unhear();
      this.live.delete(recorded);
      stream.release();
      this.write({ kind: 'closed', session, time: stream.observer.elapsed });
    };
  }

  /** What has been recorded so far. */
  text(): string {
    return this.lines.join('');
  }

  state(): RelayEvent {
    return {
      type: 'recording',
      isRecording: this.isOn,
      frames: this.frames,
      bytes: this.bytes,
      isFull: this.isFull,
    };
  }

  /** `whole` is the line as it goes to the file. */
  private write(line: RecordedLine, whole = line): void {
    this.file?.write(`${JSON.stringify(whole)}\n`);
    if (this.isOn) this.keep(line);
  }

  private keep(line: RecordedLine): void {
    const text = `${JSON.stringify(line)}\n`;
    this.isFull ||= this.bytes + text.length > MOST;
    if (this.isFull) return;
    this.lines.push(text);
    this.bytes += Buffer.byteLength(text);
    if (line.kind === 'frame') this.frames++;
  }
}

function opening({ session, url, near, stream: { observer } }: Recorded): RecordedLine {
  const head = (near === 'server' ? observer.sentHead : observer.receivedHead) ?? '';
  const subprotocol = /^sec-websocket-protocol: *(\S+)/im.exec(head)?.[1];
  return { kind: 'opened', session, url, near, at: observer.began, ...(subprotocol !== undefined && { subprotocol }) };
}
