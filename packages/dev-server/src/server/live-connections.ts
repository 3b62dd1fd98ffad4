// All connections of the server's routes, told about once a second, and when they change, while somebody listens.
import { UsageError } from '@ws4ts/core';
import type { ConnectionNote } from '../relay/relay-messages.js';
import { LiveConnection, type ConnectionFacts, type Managers } from './live-connection.js';

/** Told of connections. */
export interface ConnectionsListener {
  /** Whether anybody listens. */
  readonly isListening: boolean;
  /** Whether anybody wants to know the latency: then clients are pinged for it. */
  readonly isMeasuring: boolean;
  /** Connections have begun, ended or been changed, or a second has gone by. */
  connectionsChanged(connections: readonly ConnectionNote[]): void;
  connectionBegan(connection: LiveConnection): void;
  connectionEnded(connection: LiveConnection): void;
}

const SECOND = 1000;
/** How many seconds there are between two pings. */
const MEASURED = 5;
/** How long changes are collected, in milliseconds: thousands may come at once. */
const COLLECTED = 50;

/** The live connections, by id. */
export class LiveConnections implements Iterable<LiveConnection> {
  private readonly byId = new Map<string, LiveConnection>();
  private count = 0;
  private timer: NodeJS.Timeout | undefined;
  private telling: NodeJS.Timeout | undefined;
  private lastTick = 0;
  private untilPing = 0;

  constructor(
    private readonly managers: Managers,
    private readonly listener: ConnectionsListener,
  ) {}

  [Symbol.iterator](): Iterator<LiveConnection> {
    return this.byId.values();
  }

  /** The connection of an id; throws a UsageError when it is gone. */
  get(id: string): LiveConnection {
    const connection = this.byId.get(id);
    if (connection === undefined) throw new UsageError('WS_USAGE_NOT_OPEN', id, 'there is no such connection any more');
    return connection;
  }

  /** Takes in a connection until its stream is gone. */
  add(facts: Omit<ConnectionFacts, 'id'>): LiveConnection {
    const id = `c${++this.count}`;
    const connection = new LiveConnection({ ...facts, id }, this.managers);
    this.byId.set(id, connection);
    // Once its socket has heard of it too, and knows the close code.
    facts.stream.once('close', () => queueMicrotask(() => this.ended(connection)));
    if (this.timer === undefined) {
      this.lastTick = performance.now();
      this.timer = setInterval(() => this.tick(), SECOND);
    }
    this.listener.connectionBegan(connection);
    this.changed();
    return connection;
  }

  notes(): ConnectionNote[] {
    return Array.from(this.byId.values(), (connection) => connection.note());
  }

  /** Tells soon how they are now. */
  changed(): void {
    if (this.listener.isListening) this.telling ??= setTimeout(() => this.tell(), COLLECTED);
  }

  stop(): void {
    clearInterval(this.timer);
    clearTimeout(this.telling);
    this.timer = this.telling = undefined;
  }

  private ended(connection: LiveConnection): void {
    this.byId.delete(connection.facts.id);
    if (this.byId.size === 0) this.stop();
    this.listener.connectionEnded(connection);
    this.changed();
  }

  private tick(): void {
    const now = performance.now();
    this.untilPing = this.listener.isMeasuring ? this.untilPing - 1 : 0;
    const isPinged = this.listener.isMeasuring && this.untilPing < 0;
    if (isPinged) this.untilPing += MEASURED;
    for (const connection of this.byId.values()) connection.tick((now - this.lastTick) / SECOND, isPinged);
    this.lastTick = now;
    if (this.listener.isListening) this.tell();
  }

  private tell(): void {
    clearTimeout(this.telling);
    this.telling = undefined;
    this.listener.connectionsChanged(this.notes());
  }
}
