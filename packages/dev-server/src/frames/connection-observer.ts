// Observes both directions of a connection from its near side: numbers the frames, times them, and pairs pongs with pings.
import type { Role } from '@ws4ts/core/protocol';
import { DirectionObserver, type FrameSight, type FrameSights } from './direction-observer.js';
import type { FrameNote } from './frame-note.js';

/** What has gone in one direction. */
export interface Tally {
  messages: number;
  bytes: number;
}

/** Told of each frame, in order. `whole` is the same with its whole payload, where the observer keeps that. */
export type FrameTold = (note: FrameNote, whole: FrameNote) => void;

/** How many pings are remembered that were not answered. */
const MOST_PINGS = 64;

/** Observes one connection. */
export class ConnectionObserver {
  readonly sent: DirectionObserver;
  readonly received: DirectionObserver;
  /** The heads of the handshake, as far as they went by here. */
  sentHead: string | undefined;
  receivedHead: string | undefined;
  readonly sentTally: Tally = { messages: 0, bytes: 0 };
  readonly receivedTally: Tally = { messages: 0, bytes: 0 };
  /** The zero of all times here, in milliseconds since 1970. */
  readonly began: number;
  private readonly begun: number;
  private frames = 0;
  private readonly told = new Set<FrameTold>();
  /** Told once the handshake has ended in a connection; undefined from then on. */
  private waiting: (() => void)[] | undefined = [];
  /** When pings went that were not answered yet, by payload. */
  private readonly sentPings = new Map<string, number>();
  private readonly receivedPings = new Map<string, number>();

  /**
   * @param role which side the near one is
   * @param now the clock, in milliseconds
   */
  constructor(
    role: Role,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.begun = now();
    this.began = performance.timeOrigin + performance.now();
    // A server's door has read the request already.
    this.received = this.direction('received', role, role === 'client');
    this.sent = this.direction('sent', role === 'client' ? 'server' : 'client', true);
  }

  /** Tells of the frames from now on, until the returned function is called. */
  hear(told: FrameTold): () => void {
    this.told.add(told);
    return () => this.told.delete(told);
  }

  /** Calls once the response has gone by that opens the connection, before any frame; never for a refusal. */
  whenOpened(told: () => void): void {
    if (this.waiting === undefined) told();
    else this.waiting.push(told);
  }

  /** Since `began`, in milliseconds, with microseconds behind the point. */
  get elapsed(): number {
    return Math.round((this.now() - this.begun) * 1000) / 1000;
  }

  /** Keeps payloads whole from the next frame on, up to `MOST_LOOKED_AT`. */
  keepWhole(): void {
    this.sent.keepsWhole = this.received.keepsWhole = true;
  }

  private direction(direction: 'sent' | 'received', receiver: Role, hasHead: boolean): DirectionObserver {
    return new DirectionObserver(receiver, hasHead, {
      headEnded: (head) => this.headEnded(direction, head),
      frameEnded: (sights, payload) => this.frameEnded(direction, sights, payload),
    });
  }

  private headEnded(direction: 'sent' | 'received', head: string): void {
    if (direction === 'sent') this.sentHead = head;
    else this.receivedHead = head;
    if (!head.startsWith('HTTP/')) return;
    const isCompressed = /^sec-websocket-extensions:.*permessage-deflate/im.test(head);
    this.sent.isCompressed = this.received.isCompressed = isCompressed;
    if (!/^HTTP\/\S+ 101\b/.test(head)) return;
    const told = this.waiting ?? [];
    this.waiting = undefined;
    for (const one of told) one();
  }

  private frameEnded(direction: 'sent' | 'received', { sight, whole }: FrameSights, payload: Buffer): void {
    const tally = direction === 'sent' ? this.sentTally : this.receivedTally;
    tally.bytes += sight.wireLength;
    if (sight.final && (sight.firstByte & 0x08) === 0) tally.messages++;
    const time = this.elapsed;
    const roundTrip = this.roundTrip(direction, sight, payload, time);
    const more = { number: ++this.frames, direction, time, ...(roundTrip !== undefined && { roundTrip }) };
    const note = { ...more, ...sight };
    const wholeNote = whole === sight ? note : { ...more, ...whole };
    for (const told of this.told) told(note, wholeNote);
  }

  /** The time since the ping that a pong answers; remembers pings. */
  private roundTrip(
    direction: 'sent' | 'received',
    { opcode }: FrameSight,
    payload: Buffer,
    time: number,
  ): number | undefined {
    if (opcode !== 'ping' && opcode !== 'pong') return undefined;
    const key = payload.toString('latin1');
    const isPing = opcode === 'ping';
    const pings = (direction === 'sent') === isPing ? this.sentPings : this.receivedPings;
    const asked = pings.get(key);
    pings.delete(key);
    if (!isPing) return asked === undefined ? undefined : Math.round((time - asked) * 1000) / 1000;
    if (pings.size >= MOST_PINGS) pings.clear();
    pings.set(key, time);
    return undefined;
  }
}
