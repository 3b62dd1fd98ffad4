// The page's end of the relay: takes its commands and says what came of them.
import { HandshakeError, UsageError, WebSocket, type Message, type UpgradeRequest } from '@ws4ts/core';
import type { Guard } from '../server/guard.js';
import type { LiveConnections } from '../server/live-connections.js';
import { obeyConnectionCommand } from './connection-commands.js';
import { FrameFeed } from './frame-feed.js';
import type { Page, RelayHub } from './relay-hub.js';
import type { RelayCommand, RelayEvent, SessionCommand } from './relay-messages.js';
import { RelaySession } from './relay-session.js';

/** What a page may reach. */
export interface RelayContext {
  readonly guard: Guard;
  readonly hub: RelayHub;
  readonly connections: LiveConnections;
  /** `ws://host:port` of this server. */
  readonly url: () => string;
}

interface Watched {
  readonly feed: FrameFeed;
  readonly unhear: () => void;
}

/** How many sessions one page may have at once. */
const MOST_SESSIONS = 100;

/** One page. */
export class RelaySocket extends WebSocket implements Page {
  private readonly sessions = new Map<string, RelaySession>();
  private readonly watched = new Map<string, Watched>();
  isMeasuring = false;

  constructor(private readonly context: RelayContext) {
    super();
  }

  /** Says something to the page while it is there. */
  tell(event: RelayEvent): void {
    if (this.isOpen) this.send(JSON.stringify(event));
  }

  connectionEnded(id: string, event: RelayEvent): void {
    if (!this.watched.has(id)) return;
    this.unwatch(id);
    this.tell(event);
  }

  // The cookie of the page is not enough: other servers of this host are shown it.
  protected override requested({ url, headers }: UpgradeRequest): void {
    if (this.context.guard.hasToken({ url, headers })) return;
    throw new HandshakeError(403, 'open the page by the URL that the server has printed: it carries the token');
  }

  protected override opened(): void {
    this.context.hub.add(this, this.context.connections.notes());
  }

  protected override receivedMessage(message: Message): void {
    let command: unknown;
    try {
      command = message.json();
    } catch {
      // Told below: what is no JSON is no command either.
    }
    // Not waited for: a session that is being opened, or a long message, is in nobody's way.
    void this.obey(command as RelayCommand | undefined);
  }

  protected override closed(): void {
    this.context.hub.remove(this);
    for (const session of this.sessions.values()) session.cut();
    for (const id of [...this.watched.keys()]) this.unwatch(id);
  }

  private async obey(command: RelayCommand | undefined): Promise<void> {
    const ask = command?.ask;
    try {
      if (typeof command?.type !== 'string') throw new UsageError('WS_USAGE_DATA', command, 'send a command as JSON');
      await this.dispatch(command);
      if (ask !== undefined) this.tell({ type: 'done', ask });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.tell({ type: 'failed', ...(ask !== undefined && { ask }), reason });
    }
  }

  private dispatch(command: RelayCommand): void | Promise<void> {
    const { hub, connections } = this.context;
    if ('session' in command) return this.obeySession(command);
    switch (command.type) {
      case 'watch':
        return this.watch(command.id);
      case 'unwatch':
        return this.unwatch(command.id);
      case 'measure':
        this.isMeasuring = command.on;
        return;
      case 'startRecording':
        hub.recording.start();
        return hub.tell(hub.recording.state());
      case 'stopRecording':
        hub.recording.stop();
        return hub.tell(hub.recording.state());
      default:
        obeyConnectionCommand(command, connections);
        return connections.changed();
    }
  }

  private obeySession(command: SessionCommand): void | Promise<void> {
    const { session: name } = command;
    const session = this.sessions.get(name);
    if (command.type !== 'open') {
      if (session === undefined) throw new UsageError('WS_USAGE_NOT_OPEN', name, 'there is no such session');
      return session.obey(command);
    }
    if (session !== undefined) throw new UsageError('WS_USAGE_ATTACHED', name, 'this session is open already');
    if (this.sessions.size >= MOST_SESSIONS) {
      throw new UsageError('WS_USAGE_ATTACHED', name, `close one of the ${MOST_SESSIONS} sessions first`);
    }
    const begun = new RelaySession(command, this, this.context.hub.recording, () => this.sessions.delete(name));
    this.sessions.set(name, begun);
    const url = command.url.startsWith('/') ? this.context.url() + command.url : command.url;
    return begun.run(url);
  }

  private watch(id: string): void {
    if (this.watched.has(id)) return;
    const { observer } = this.context.connections.get(id).facts.stream;
    const feed = new FrameFeed(id, this);
    this.watched.set(id, { feed, unhear: observer.hear(feed.tell) });
  }

  private unwatch(id: string): void {
    const watched = this.watched.get(id);
    this.watched.delete(id);
    watched?.unhear();
    watched?.feed.end();
  }
}
