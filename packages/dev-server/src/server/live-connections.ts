// All connections of the server's routes, told about once a second while somebody listens.
import { UsageError } from '@ws4ts/core';
import type { ConnectionNote } from '../relay/relay-messages.js';
import { LiveConnection, type ConnectionFacts, type Managers } from './live-connection.js';

/** Told of connections. */
export interface ConnectionsListener {
  /** Whether anybody listens; while nobody does, clients are not pinged for their latency. */
  readonly isListening: boolean;
  /** A connection has begun or ended, or a second has gone by. */
  connectionsChanged(connections: readonly ConnectionNote[]): void;
  connectionBegan(connection: LiveConnection): void;
  connectionEnded(connection: LiveConnection): void;
}

const SECOND = 1000;

/** The live connections, by id. */
export class LiveConnections implements Iterable<LiveConnection> {
  private readonly byId = new Map<string, LiveConnection>();
  private count = 0;
  private timer: NodeJS.Timeout | undefined;
  private lastTick = 0;

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
    facts.stream.once('close', () => {
      this.byId.delete(id);
      if (this.byId.size === 0) this.stop();
      this.listener.connectionEnded(connection);
      this.tell();
    });
    if (this.timer === undefined) {
      this.lastTick = performance.now();
      this.timer = setInterval(() => this.tick(), SECOND);
    }
    this.listener.connectionBegan(connection);
    this.tell();
    return connection;
  }

  notes(): ConnectionNote[] {
    return Array.from(this.byId.values(), (connection) => connection.note());
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    const now = performance.now();
    const { isListening } = this.listener;
    for (const connection of this.byId.values()) connection.tick((now - this.lastTick) / SECOND, isListening);
    this.lastTick = now;
    this.tell();
  }

  private tell(): void {
    this.listener.connectionsChanged(this.notes());
  }
}
