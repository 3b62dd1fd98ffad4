// The classes of the contract that have limits of their own.
import { WebSocket, WebSocketRoute, type Message, type UpgradeRequest, type WebSocketClass } from '@ws4ts/core';

/** Its credentials hold for as many milliseconds as its query, or a message, says. */
@WebSocketRoute('/expiring')
class Expiring extends WebSocket {
  protected override requested({ query }: UpgradeRequest): void {
    if (query.has('for')) this.expiresAt = Date.now() + Number(query.get('for'));
  }

  protected override receivedMessage(message: Message): void {
    this.expiresAt = new Date(Date.now() + Number(message.text));
    if (this.isOpen) this.send(message.data);
  }
}

/** Has limits of its own. */
@WebSocketRoute('/strict', { maxConnections: 2, maxMessagesPerSecond: 1, overRate: 'close' })
class Strict extends WebSocket {}

export const limitFixtures: readonly WebSocketClass[] = [Expiring, Strict];
