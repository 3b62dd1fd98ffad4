// Rooms, as a beginner would write them.
import { WebSocket, type Message, type WebSocketManager } from '@ws4ts/core';

/** Tells everyone in a room what one of them says. */
export class Chat extends WebSocket {
  constructor(private readonly sockets: WebSocketManager<WebSocket>) {
    super();
  }

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
    return this.sockets.room(this.request.params.room ?? 'lobby');
  }
}
