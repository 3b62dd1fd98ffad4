// What waits to be sent, in order and unencoded: compression depends on what was sent before, so who may still be dropped must
// not have passed it.
import { SharedMessage } from './shared-message.js';

/** Something else than a message whose turn comes: what follows waits for its promise, if it returns one. */
export type Job = () => Promise<void> | void;

/** What keeping one entry costs beside its payload, in bytes: so that many empty messages are bounded as well. */
const COST = 256;
/** So many places at the front may be empty before the rest moves up. */
const EMPTY_PLACES = 1024;

/** What a message counts in a backlog. */
export function weightOf(message: SharedMessage): number {
  return message.size + COST;
}

/** The messages and jobs of one connection. */
export class Backlog {
  private readonly entries: (SharedMessage | Job | undefined)[] = [];
  /** The place of the first entry; those before it are empty. */
  private first = 0;
  /** How many entries have moved up: a place in `places` counts from the beginning of time. */
  private moved = 0;
  private readonly places = new Map<string, number>();
  private payloads = 0;

  /** How many entries there are. */
  get length(): number {
    return this.entries.length - this.first;
  }

  /** The bytes of all payloads. */
  get bytes(): number {
    return this.payloads;
  }

  /** What all entries take up, in bytes. */
  get weight(): number {
    return this.payloads + this.length * COST;
  }

  push(entry: SharedMessage | Job): void {
    if (entry instanceof SharedMessage) {
      entry.keep();
      this.payloads += entry.size;
      const { key } = entry.options;
      if (key !== undefined) this.places.set(key, this.entries.length + this.moved);
    }
    this.entries.push(entry);
  }

  /** Puts a message in the place of the one with the same key; false when there is none. */
  replace(message: SharedMessage): boolean {
    const { key } = message.options;
    const place = key === undefined ? undefined : this.places.get(key);
    if (place === undefined) return false;
    const index = place - this.moved;
    const before = this.entries[index] as SharedMessage;
    this.payloads += message.size - before.size;
    before.drop();
    message.keep();
    this.entries[index] = message;
    return true;
  }

  shift(): SharedMessage | Job | undefined {
    if (this.length === 0) return undefined;
    const entry = this.entries[this.first]!;
    this.entries[this.first++] = undefined;
    if (entry instanceof SharedMessage) this.forget(entry, this.first - 1);
    if (this.first === this.entries.length || (this.first >= EMPTY_PLACES && this.first * 2 > this.entries.length)) {
      this.entries.splice(0, this.first);
      this.moved += this.first;
      this.first = 0;
    }
    return entry;
  }

  /** Drops the oldest message; false when there is none. Jobs stay. */
  dropOldest(): boolean {
    let index = this.first;
    while (index < this.entries.length && !(this.entries[index] instanceof SharedMessage)) index++;
    const message = this.entries[index];
    if (message === undefined) return false;
    // What stands before it moves up by one, so that the places of those behind stay as they are.
    this.entries.copyWithin(this.first + 1, this.first, index);
    this.entries[this.first] = message;
    this.shift();
    if (message instanceof SharedMessage) message.drop();
    return true;
  }

  /** Drops all messages. Jobs stay. */
  dropMessages(): void {
    while (this.dropOldest());
  }

  private forget(message: SharedMessage, index: number): void {
    this.payloads -= message.size;
    const { key } = message.options;
    if (key !== undefined && this.places.get(key) === index + this.moved) this.places.delete(key);
  }
}
