// Brings frames to a page: several at once, and never more than it takes.
import type { FrameNote } from '../frames/frame-note.js';
import type { RelayEvent } from './relay-messages.js';

/** Where events go. */
export interface EventSink {
  tell(event: RelayEvent): void;
  /** Bytes that the page has not taken yet. */
  readonly bufferedAmount: number;
}

/** How long frames are collected, in milliseconds: a picture of the page's. */
const COLLECTED = 16;
/** How many frames are told at once, and how much text in them; and how much may wait for a page that is slow. */
const MOST_FRAMES = 500;
const MOST_TEXT = 1024 * 1024;
const MOST_BUFFERED = 4 * 1024 * 1024;

/** Tells a page of one session's frames. */
export class FrameFeed {
  private frames: FrameNote[] = [];
  private text = 0;
  private skipped = 0;
  private toldSkipped = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly session: string,
    private readonly sink: EventSink,
  ) {}

  readonly tell = (note: FrameNote): void => {
    const size = 'text' in note.payload ? note.payload.text.length : note.payload.base64.length;
    const isFull = this.frames.length >= MOST_FRAMES || (this.text > 0 && this.text + size > MOST_TEXT);
    if (isFull) this.flush();
    if (this.sink.bufferedAmount > MOST_BUFFERED) this.skipped++;
    else {
      this.frames.push(note);
      this.text += size;
    }
    this.timer ??= setTimeout(() => this.flush(), COLLECTED);
  };

  /** Tells what has been collected. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { frames, toldSkipped, skipped } = this;
    if (frames.length === 0 && skipped === 0) return;
    this.frames = [];
    this.text = 0;
    // What is skipped in this round comes after its frames, and so before those of the next.
    this.skipped = 0;
    this.toldSkipped = skipped;
    this.sink.tell({ type: 'frames', session: this.session, frames, skipped: toldSkipped });
    if (skipped > 0) this.timer = setTimeout(() => this.flushSkipped(), COLLECTED);
  }

  /** Tells the last frames and stops. */
  end(): void {
    this.flush();
    this.flushSkipped();
  }

  private flushSkipped(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { frames, skipped, toldSkipped } = this;
    if (frames.length === 0 && skipped === 0 && toldSkipped > 0) {
      this.toldSkipped = 0;
      this.sink.tell({ type: 'frames', session: this.session, frames: [], skipped: toldSkipped });
    } else this.flush();
  }
}
