// The socket: read this first, then app-module.ts.
import { Inject, UseGuards } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { MessageBody, SubscribeMessage } from '@nestjs/websockets';
import { HandshakeError, WebSocket, WebSocketManager, WebSocketRoute } from '@ws4ts/core';
import type { Observable } from 'rxjs';
import { TokenGuard, type SignedInRequest } from '../accounts/token-guard.js';
import type { User } from '../accounts/user.js';
import { History, type Said } from './history.js';
import { Line } from './line.js';
import { Pulse, PulseWish, type Beat } from './pulse.js';
import { RoomList, type RoomSummary } from './room-list.js';

/** What the server tells of its own accord, by event. */
export interface Told {
  readonly welcome: { readonly user: string; readonly people: string[]; readonly history: readonly Said[] };
  readonly joined: { readonly user: string; readonly people: string[] };
  readonly left: { readonly user: string; readonly people: string[] };
  readonly said: Said;
}

const ROOM = /^[\w-]{1,40}$/;

/** One tab in one room. The guard lets in only who is signed in. */
@WebSocketRoute('/rooms/:room')
@UseGuards(TokenGuard)
export class Chat extends WebSocket {
  constructor(
    @Inject(REQUEST) private readonly handshake: SignedInRequest,
    private readonly everyone: WebSocketManager<Chat>,
    private readonly history: History,
    private readonly rooms: RoomList,
    private readonly pulse: Pulse,
  ) {
    super();
  }

  /** Who it is; a person may have more tabs than this. */
  get user(): User {
    return this.handshake.ticket.user;
  }

  protected override requested(): void {
    if (!ROOM.test(this.handshake.params.room ?? '')) throw new HandshakeError(404, 'there is no room of that name');
    this.key = this.user.id;
    // The connection ends with the token: it is closed with 3000 then.
    this.expiresAt = this.handshake.ticket.expiresAt;
  }

  protected override opened(): void {
    const isFirst = !this.hasOtherTab;
    this.room.add(this);
    const { people } = this;
    const user = this.user.name;
    this.send(told('welcome', { user, people, history: this.history.of(this.room.name) }));
    if (isFirst) this.room.broadcast(told('joined', { user, people }), { except: this });
    this.rooms.changed();
  }

  /** Says something to the room. The answer tells when it was said, and how many other tabs have it. */
  @SubscribeMessage('say')
  say(@MessageBody() { text }: Line): Said & { heardBy: number } {
    const said: Said = { user: this.user.name, text, at: Date.now() };
    this.history.add(this.room.name, said);
    const { sent } = this.room.broadcast(told('said', said), { except: this });
    return { ...said, heardBy: sent };
  }

  /** The list of rooms, and each new one. */
  @SubscribeMessage('rooms')
  watchRooms(): Observable<RoomSummary[]> {
    return this.rooms.watch();
  }

  /** How the server is, until the client cancels. */
  @SubscribeMessage('pulse')
  takePulse(@MessageBody() { every }: PulseWish): Observable<Beat> {
    return this.pulse.beats(every);
  }

  protected override closed(): void {
    if (!this.hasOtherTab) this.room.broadcast(told('left', { user: this.user.name, people: this.people }));
    this.rooms.changed();
  }

  private get room() {
    return this.everyone.room(this.request.params.room ?? '');
  }

  private get hasOtherTab(): boolean {
    return [...this.room].some((other) => other !== this && other.user.id === this.user.id);
  }

  private get people(): string[] {
    const names = new Map(Array.from(this.room, ({ user }) => [user.id, user.name]));
    return [...names.values()].toSorted((one, other) => one.localeCompare(other));
  }
}

function told<Event extends keyof Told>(event: Event, data: Told[Event]): string {
  return JSON.stringify({ event, data });
}
