// A gateway as people have them, typed by `ws`, which is to run unchanged on the adapter.
import {
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  type OnGatewayConnection,
} from '@nestjs/websockets';
import type { Server, WebSocket } from 'ws';
import { Greeter } from './greeter.js';

/** A gateway that greets. */
@WebSocketGateway({ path: '/gateway' })
export class ChatGateway implements OnGatewayConnection {
  @WebSocketServer() readonly server!: Server;

  constructor(private readonly greeter: Greeter) {}

  handleConnection(client: WebSocket): void {
    client.send(JSON.stringify({ event: 'welcome', data: this.server.clients.size }));
  }

  @SubscribeMessage('greet')
  greet(@MessageBody() name: string): object {
    return { event: 'greeted', data: this.greeter.greet(name) };
  }
}
