import { Injectable, Module } from '@nestjs/common';
import { EchoWebSocket, WebSocket, WebSocketManager, WebSocketRoute } from '@ws4ts/core';
import { InjectManager, WebSocketModule } from '../../src/index.js';
import { managerToken, NamedManagers } from '../../src/module/managers.js';
import { createTestSocket } from '../../src/testing.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

test('a name is a manager, and another name another', () => {
  const managers = new NamedManagers();
  expect(managers.named('chats')).toBe(managers.named('chats'));
  expect(managers.named('chats')).not.toBe(managers.named('games'));
});

test('the token without a name is the class', () => {
  expect(managerToken()).toBe(WebSocketManager);
  expect(managerToken('chats')).not.toBe(managerToken('games'));
});

describe('managers', () => {
  @Injectable()
  class Announcer {
    constructor(
      readonly everyone: WebSocketManager<WebSocket>,
      @InjectManager() readonly same: WebSocketManager<WebSocket>,
      @InjectManager('chats') readonly chats: WebSocketManager<WebSocket>,
    ) {}
  }

  @WebSocketRoute('/echo')
  class Echo extends EchoWebSocket {}

  @WebSocketRoute('/chat')
  class Chat extends WebSocket {
    constructor(@InjectManager('chats') private readonly chats: WebSocketManager<WebSocket>) {
      super();
    }

    protected override opened(): void {
      this.chats.room('lobby').add(this);
    }
  }

  test('everyone is in the one, and in a named one who was added', async () => {
    @Module({ imports: [WebSocketModule.forFeature('chats')], providers: [Chat] })
    class ChatModule {}
    const { app } = await apps.start({
      imports: [ChatModule, WebSocketModule.forFeature('chats')],
      providers: [Announcer, Echo],
    });
    const announcer = app.get(Announcer);
    const chat = await createTestSocket(app, '/chat');
    const echo = await createTestSocket(app, '/echo');
    expect(announcer.same).toBe(announcer.everyone);
    expect(announcer.everyone.broadcast('all').sent).toBe(2);
    expect(announcer.chats.room('lobby').broadcast('chatters').sent).toBe(1);
    expect([(await chat.receive()).text, (await chat.receive()).text]).toEqual(['all', 'chatters']);
    expect((await echo.receive()).text).toBe('all');
    for (const client of [chat, echo]) client.terminate();
  });
});
