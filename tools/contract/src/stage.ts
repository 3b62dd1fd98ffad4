// What a test of a door opens, and how all of it is closed again.
import type { Routes, ServerOptions } from '@ws4ts/core';
import { CollectedLog } from './collected-log.js';
import { fixtures, gates, journal } from './fixtures.js';
import type { RequestChange } from './wire/upgrade-request.js';
import { RawClient } from './wire/raw-client.js';

/** A running server. */
export interface Door {
  /** `ws://` or `wss://`, host and port, and the path before all routes where there is one. */
  readonly url: string;
  /** The certificate to trust, for `wss://`. */
  readonly ca?: string;
  /** Drains with close code 1001 and stops listening; may be called twice. */
  stop(): Promise<void>;
}

/** The origin of a door's own pages. */
export function pageOf({ url }: Door): string {
  return new URL(url.replace('ws', 'http')).origin;
}

/** Starts a door on a free port of 127.0.0.1. */
export type Start = (routes: Routes, options: Partial<ServerOptions>) => Promise<Door>;

/** Servers and clients of one test at a time. */
export class Stage {
  readonly log = new CollectedLog();
  /** Whether doors agree to compress messages. */
  readonly isCompressing: boolean;
  readonly #start: Start;
  readonly #doors: Door[] = [];
  readonly #clients: RawClient[] = [];

  constructor(start: Start, isCompressing = false) {
    this.#start = start;
    this.isCompressing = isCompressing;
  }

  /** Starts a server of all fixtures. */
  async serve(options: Partial<ServerOptions> = {}): Promise<Door> {
    // Some messages of the suites are below the threshold, and some are above.
    const compression = this.isCompressing && { threshold: 10 };
    const door = await this.#start(fixtures, { logger: this.log, compression, ...options });
    this.#doors.push(door);
    return door;
  }

  /** Connects and says nothing. */
  async connect(door: Door, path = '/echo'): Promise<RawClient> {
    const client = await RawClient.connect(door.url + path, door.ca);
    this.#clients.push(client);
    return client;
  }

  /** Connects and opens a socket. */
  async open(door: Door, path = '/echo', change: RequestChange = {}): Promise<RawClient> {
    const client = await this.connect(door, path);
    await client.open(change);
    return client;
  }

  /** Ends everything; throws when the server has logged an error that no test has asked for. */
  async clear(): Promise<void> {
    gates.reset();
    for (const client of this.#clients.splice(0)) client.destroy();
    await Promise.all(this.#doors.splice(0).map((door) => door.stop()));
    journal.clear();
    this.log.takeWarnings();
    const errors = this.log.takeErrors();
    if (errors.length > 0) throw new AggregateError(errors, `the server has logged: ${errors.join(', ')}`);
  }
}
