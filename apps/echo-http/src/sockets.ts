// The two endpoints: read this first.
import { WebSocket, WebSocketManager, WebSocketRoute, type Message } from '@ws4ts/core';

/** Sends every message back as it came. */
@WebSocketRoute('/echo')
export class Echo extends WebSocket {
  protected override receivedMessage(message: Message): void {
    this.send(message.data);
  }
}

const chats = new WebSocketManager<Chat>();

/** Tells everyone in a room what one of them says. */
@WebSocketRoute('/chat/:room')
export class Chat extends WebSocket {
  protected override opened(): void {
    this.room.add(this);
    this.room.broadcast(`someone has joined, you are ${this.room.size} now`);
  }

  protected override receivedMessage(message: Message): void {
    this.room.broadcast(message.data);
  }

  protected override closed(): void {
    this.room.broadcast(`someone has left, you are ${this.room.size} now`);
  }

  private get room() {
    return chats.room(this.request.params.room ?? '');
  }
}
