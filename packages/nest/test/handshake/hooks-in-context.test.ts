// What an interceptor or a guard has put into an AsyncLocalStorage is there in every hook.
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  Injectable,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { SubscribeMessage } from '@nestjs/websockets';
import { WebSocket, WebSocketManager, WebSocketRoute } from '@ws4ts/core';
import { Observable } from 'rxjs';
import type { HandshakeRequest } from '../../src/index.js';
import { createTestSocket } from '../../src/testing.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

const storage = new AsyncLocalStorage<string>();

@WebSocketRoute('/stored/:name')
@UseInterceptors({
  intercept: (context: ExecutionContext, next: CallHandler) => {
    if (context.getType() !== 'http') return next.handle();
    const { params } = context.switchToHttp().getRequest<HandshakeRequest>();
    return new Observable((subscriber) => storage.run(params.name!, () => next.handle().subscribe(subscriber)));
  },
})
class Stored extends WebSocket {
  readonly seen: (string | undefined)[] = [];

  protected override requested(): void {
    this.seen.push(storage.getStore());
  }

  protected override async opened(): Promise<void> {
    await Promise.resolve();
    this.seen.push(storage.getStore());
  }

  @SubscribeMessage('ping')
  told(): void {
    this.seen.push(storage.getStore());
    this.ping();
  }

  protected override ponged(): void {
    this.seen.push(storage.getStore());
    this.close();
  }

  protected override closed(): void {
    this.seen.push(storage.getStore());
  }
}

test('an interceptor that runs what follows in a store runs all hooks in it, each connection in its own', async () => {
  const { app } = await apps.start({ providers: [Stored] });
  const clients = [await createTestSocket(app, '/stored/Ann'), await createTestSocket(app, '/stored/Ben')];
  const sockets = [...app.get(WebSocketManager)] as Stored[];
  for (const client of clients) client.send('{"event":"ping"}');
  await Promise.all(sockets.map((socket) => socket.whenClosed));
  expect(sockets.map(({ seen }) => seen)).toEqual([Array(5).fill('Ann'), Array(5).fill('Ben')]);
});

@Injectable()
class EnteringGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() === 'http') {
      storage.enterWith(context.switchToHttp().getRequest<HandshakeRequest>().headers.authorization!);
    }
    return true;
  }
}

@WebSocketRoute('/entered')
@UseGuards(EnteringGuard)
class Entered extends WebSocket {
  protected override async receivedMessage(): Promise<void> {
    await Promise.resolve();
    this.send(String(storage.getStore()));
  }
}

test('a guard that enters a store, as that of nestjs-cls does', async () => {
  const { app } = await apps.start({ providers: [Entered] });
  for (const authorization of ['Ann', 'Ben']) {
    const client = await createTestSocket(app, '/entered', { headers: { authorization } });
    client.send('who am I?');
    expect((await client.receive()).text).toBe(authorization);
    client.terminate();
  }
});
