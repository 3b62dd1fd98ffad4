// The socket: read this first, then app.ts.
import { WebSocketManager, WebSocketRoute, type Message } from '@ws4ts/core';
import { KoaWebSocket, type KoaRequest } from '@ws4ts/koa';
import type { History, Said } from './history.js';
import type { User } from './user.js';

/** What all sockets of one server share. */
export interface Hub {
  readonly members: WebSocketManager<Chat>;
  readonly history: History;
}

/** What middleware has put on the context. */
export interface ChatState {
  hub: Hub;
  user: User;
}

/** What the server tells the page, as JSON. The page says its messages as they are. */
export type Told =
  | { readonly kind: 'welcome'; readonly user: User; readonly history: readonly Said[]; readonly people: User[] }
  | { readonly kind: 'joined' | 'left'; readonly user: User; readonly people: User[] }
  | ({ readonly kind: 'said' } & Said);

const LONGEST = 2000;

/** One tab in one room. The middleware lets in only who is signed in. */
@WebSocketRoute('/chat/:room', { maxMessageSize: 8192 })
export class Chat extends KoaWebSocket<ChatState> {
  /** Who it is; a person may have more tabs than this. */
  get user(): User {
    return this.request.koa.state.user;
  }

  protected override requested({ koa }: KoaRequest<ChatState>): void {
    this.key = koa.state.user.id;
  }

  protected override opened(): void {
    const isFirst = !this.hasOtherTab;
    this.hub.members.add(this);
    this.room.add(this);
    const { user, people } = this;
    this.send(told({ kind: 'welcome', user, history: this.hub.history.of(this.room.name), people }));
    if (isFirst) this.room.broadcast(told({ kind: 'joined', user, people }), { except: this });
  }

  protected override receivedMessage(message: Message): void {
    const text = String(message.data).trim().slice(0, LONGEST);
    if (text === '') return;
    const said: Said = { user: this.user, text, at: Date.now() };
    this.hub.history.add(this.room.name, said);
    this.room.broadcast(told({ kind: 'said', ...said }));
  }

  protected override closed(): void {
    if (!this.hasOtherTab) this.room.broadcast(told({ kind: 'left', user: this.user, people: this.people }));
  }

  private get hub(): Hub {
    return this.request.koa.state.hub;
  }

  private get room() {
    return this.hub.members.room(this.request.params.room ?? '');
  }

  private get hasOtherTab(): boolean {
    return [...this.hub.members.byKey(this.user.id)].some((other) => other !== this && this.room.has(other));
  }

  private get people(): User[] {
    const people = new Map(Array.from(this.room, ({ user }) => [user.id, user]));
    return [...people.values()].toSorted((one, other) => one.name.localeCompare(other.name));
  }
}

function told(what: Told): string {
  return JSON.stringify(what);
}
