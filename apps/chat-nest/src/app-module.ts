// The app: its providers, and the sockets among them.
import { Module, ValidationPipe, type DynamicModule } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { WebSocketModule } from '@ws4ts/nest';
import { AccountsController } from './accounts/accounts-controller.js';
import { Tokens } from './accounts/tokens.js';
import { Chat } from './chat/chat.js';
import { History } from './chat/history.js';
import { Pulse } from './chat/pulse.js';
import { RoomList } from './chat/room-list.js';
import type { Settings } from './settings.js';

/** One pipe for bodies and for messages: what a class does not describe is refused. */
const validation = {
  provide: APP_PIPE,
  useFactory: () => new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }),
};

const sockets = WebSocketModule.forRoot({
  maxMessageSize: 8192,
  maxMessagesPerSecond: 20,
  maxStreams: 4,
  drain: { code: 1012, reason: 'the server restarts' },
});

/** The whole chat. */
@Module({})
export class AppModule {
  static with({ tokenKey }: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [sockets],
      controllers: [AccountsController],
      providers: [validation, { provide: Tokens, useValue: new Tokens(tokenKey) }, History, RoomList, Pulse, Chat],
    };
  }
}
