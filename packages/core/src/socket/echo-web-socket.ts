import type { Message } from '../messages/message.js';
import { WebSocket } from './web-socket.js';

/** Sends every message back: for trying and testing. */
export class EchoWebSocket extends WebSocket {
  protected override receivedMessage(message: Message): void {
    this.send(message.data);
  }
}
