// Endpoints and gateways side by side.
import { Module } from '@nestjs/common';
import { WebSocketModule } from '@ws4ts/nest';
import { ChatGateway } from './chat-gateway.js';
import { Chat } from './chat.js';
import { Greeter } from './greeter.js';

/** The application. */
@Module({ imports: [WebSocketModule.forRoot()], providers: [Greeter, Chat, ChatGateway] })
export class AppModule {}
