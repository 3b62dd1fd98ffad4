// All pages that are open, and what they are told alike.
import type { ConnectionNote, RelayEvent, StateEvent } from './relay-messages.js';
import type { ConnectionsListener } from '../server/live-connections.js';
import type { LiveConnection } from '../server/live-connection.js';
import type { Recording } from '../recording/recording.js';
import { explainClose } from './explain.js';

/** A page as the hub knows it. */
export interface Page {
  tell(event: RelayEvent): void;
  /** A connection is gone: `event` says how, to those who watch it. */
  connectionEnded(id: string, event: RelayEvent): void;
  /** Whether it shows how long connections take to answer. */
  readonly isMeasuring: boolean;
}

/** How many of the last log lines a page that comes later is told. */
const MOST_LINES = 200;

/** Tells all pages. */
export class RelayHub implements ConnectionsListener {
  private readonly pages = new Set<Page>();
  private readonly lines: RelayEvent[] = [];
  private readonly recorded = new Map<string, () => void>();

  constructor(
    readonly recording: Recording,
    private readonly state: () => StateEvent,
  ) {}

  get isListening(): boolean {
    return this.pages.size > 0;
  }

  get isMeasuring(): boolean {
    for (const page of this.pages) if (page.isMeasuring) return true;
    return false;
  }

  /** Tells a new page how things are, and from now on what changes. */
  add(page: Page, connections: readonly ConnectionNote[]): void {
    page.tell(this.state());
    page.tell({ type: 'connections', connections });
    page.tell(this.recording.state());
    for (const line of this.lines) page.tell(line);
    this.pages.add(page);
  }

  remove(page: Page): void {
    this.pages.delete(page);
  }

  tell(event: RelayEvent): void {
    for (const page of this.pages) page.tell(event);
  }

  log(level: 'info' | 'warn' | 'error', line: string): void {
    const event: RelayEvent = { type: 'log', level, line, time: Date.now() };
    this.lines.push(event);
    if (this.lines.length > MOST_LINES) this.lines.shift();
    this.tell(event);
  }

  stateChanged(): void {
    this.tell(this.state());
  }

  connectionsChanged(connections: readonly ConnectionNote[]): void {
    this.tell({ type: 'connections', connections });
    const recording = this.recording.state();
    if (recording.type === 'recording' && recording.isRecording) this.tell(recording);
  }

  connectionBegan({ facts: { id, path, stream } }: LiveConnection): void {
    this.recorded.set(id, this.recording.add({ session: id, url: path, near: 'server', stream }));
  }

  connectionEnded({ facts: { id, socket, stream } }: LiveConnection): void {
    this.recorded.get(id)?.();
    this.recorded.delete(id);
    const code = socket?.closeCode ?? 1006;
    const reason = socket?.closeReason ?? '';
    const at = stream.observer.elapsed;
    const event: RelayEvent = { type: 'closed', session: id, at, code, reason, explanation: explainClose(code) };
    for (const page of this.pages) page.connectionEnded(id, event);
  }
}
