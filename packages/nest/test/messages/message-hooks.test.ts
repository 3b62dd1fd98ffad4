// Which methods handle messages.
import { MessageBody, SubscribeMessage } from '@nestjs/websockets';
import { WebSocket, WebSocketRoute } from '@ws4ts/core';
import { EnvelopeClient } from '../../src/client.js';
import { createTestSocket } from '../../src/testing.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

abstract class Common extends WebSocket {
  @SubscribeMessage('inherited')
  inherited(@MessageBody() data: unknown): unknown {
    return { data, by: this.constructor.name };
  }

  @SubscribeMessage('decorated again')
  again(): string {
    return 'of the superclass';
  }

  @SubscribeMessage('undecorated')
  undecorated(): string {
    return 'of the superclass';
  }
}

@WebSocketRoute('/special')
class Special extends Common {
  @SubscribeMessage('decorated again')
  override again(): string {
    return 'of the class';
  }

  override undecorated(): string {
    return 'nobody calls this';
  }

  get notAMethod(): never {
    throw new Error('a getter was called');
  }
}

test('handlers are inherited, and what overrides one counts in its place', async () => {
  const { app } = await apps.start({ providers: [Special] });
  const client = new EnvelopeClient(await createTestSocket(app, '/special'));
  expect(await client.request('inherited', 1)).toEqual({ data: 1, by: 'Special' });
  expect(await client.request('decorated again', null)).toBe('of the class');
  await expect(client.request('undecorated', null)).rejects.toMatchObject({ code: 'WS_UNKNOWN_EVENT' });
});

test('a class without handlers keeps its messages, whatever they look like', async () => {
  @WebSocketRoute('/raw')
  class Raw extends WebSocket {
    protected override receivedMessage(): void {
      this.send('mine');
    }
  }
  const { app } = await apps.start({ providers: [Raw] });
  const client = await createTestSocket(app, '/raw');
  client.send('{"event":"say"}');
  expect((await client.receive()).text).toBe('mine');
  client.terminate();
});
