// Which rooms there are, and how many people are in each: now, and whenever that changes.
import { Injectable } from '@nestjs/common';
import { WebSocketManager, type WebSocket } from '@ws4ts/core';
import { auditTime, distinctUntilChanged, map, startWith, Subject, type Observable } from 'rxjs';

/** One room. */
export interface RoomSummary {
  readonly name: string;
  readonly people: number;
}

/** Rooms that are listed even while nobody is there. */
const ALWAYS = ['lobby', 'kitchen', 'garden'];
const MOST_LISTED = 50;
/** People who come and go within so many milliseconds make one new list. */
const PAUSE = 50;

/** The list of rooms: the fixed ones first, then the fullest. */
@Injectable()
export class RoomList {
  private readonly changes = new Subject<void>();

  constructor(private readonly everyone: WebSocketManager<WebSocket>) {}

  /** Somebody has come or gone. */
  changed(): void {
    this.changes.next();
  }

  get now(): RoomSummary[] {
    const people = new Map(ALWAYS.map((name) => [name, 0]));
    // A person has one key, in however many tabs.
    for (const room of this.everyone.rooms()) people.set(room.name, new Set(Array.from(room, ({ key }) => key)).size);
    const rooms = Array.from(people, ([name, number]) => ({ name, people: number }));
    const others = rooms.slice(ALWAYS.length).toSorted((one, other) => other.people - one.people);
    return [...rooms.slice(0, ALWAYS.length), ...others].slice(0, MOST_LISTED);
  }

  /** The list now, and each new one; without an end. */
  watch(): Observable<RoomSummary[]> {
    return this.changes.pipe(
      auditTime(PAUSE),
      startWith(undefined),
      map(() => this.now),
      distinctUntilChanged((one, other) => JSON.stringify(one) === JSON.stringify(other)),
    );
  }
}
