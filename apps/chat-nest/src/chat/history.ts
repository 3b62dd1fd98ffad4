// What was said last, room by room. It is bounded both ways: by messages in a room, and by rooms.
import { Injectable } from '@nestjs/common';

/** One message. */
export interface Said {
  readonly user: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const MESSAGES = 50;
const ROOMS = 1000;

/** Remembers the last 50 messages of each of the last 1000 rooms in which something was said. */
@Injectable()
export class History {
  /** How many messages there have been, the forgotten ones too. */
  total = 0;
  private readonly rooms = new Map<string, readonly Said[]>();

  /** The messages of a room, the oldest first. */
  of(room: string): readonly Said[] {
    return this.rooms.get(room) ?? [];
  }

  add(room: string, said: Said): void {
    this.total++;
    const messages = [...this.of(room), said].slice(-MESSAGES);
    // Put at the end, so that the first is the room that has been silent for longest.
    this.rooms.delete(room);
    this.rooms.set(room, messages);
    if (this.rooms.size > ROOMS) this.rooms.delete(this.rooms.keys().next().value ?? '');
  }
}
