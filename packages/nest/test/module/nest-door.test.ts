// The life of the door: what it logs, how it drains, and that nothing stays behind a connection.
import { Inject, Injectable, Logger, Module, Scope, type OnModuleDestroy } from '@nestjs/common';
import { NestFactory, REQUEST } from '@nestjs/core';
import { EchoWebSocket, WebSocket, WebSocketManager, WebSocketRoute } from '@ws4ts/core';
import { jest } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WebSocketModule } from '../../src/index.js';
import { createTestSocket } from '../../src/testing.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

@WebSocketRoute('/echo')
class Echo extends EchoWebSocket {}

test("Nest's shutdown closes every socket and waits for its closed hook, while its services still stand", async () => {
  const lines: string[] = [];
  @Injectable()
  class Database implements OnModuleDestroy {
    onModuleDestroy(): void {
      lines.push('database gone');
    }
  }
  @Module({ providers: [Database], exports: [Database] })
  class DatabaseModule {}
  @WebSocketRoute('/saved')
  class Saved extends WebSocket {
    constructor(private readonly database: Database) {
      super();
    }

    protected override async closed(code: number): Promise<void> {
      await Promise.resolve();
      lines.push(`saved ${code} ${this.database.constructor.name}`);
    }
  }
  const options = { drain: { code: 1012, reason: 'restarting' } };
  const { app } = await apps.start({ options, imports: [DatabaseModule], providers: [Saved] });
  const client = await createTestSocket(app, '/saved');
  await app.close();
  await client.whenClosed;
  expect([client.closeCode, client.closeReason]).toEqual([1012, 'restarting']);
  expect(lines).toEqual(['saved 1012 Database', 'database gone']);
});

test("log lines go to Nest's Logger when no other is given", async () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  @WebSocketRoute('/broken')
  class Broken extends WebSocket {
    protected override opened(): void {
      throw new Error('opened has failed');
    }
  }
  @Module({ imports: [WebSocketModule.forRoot()], providers: [Broken] })
  class AppModule {}
  const app = await apps.create(AppModule);
  try {
    const refused = createTestSocket(app, '/broken', { headers: { origin: 'https://evil.example' } });
    await expect(refused).rejects.toMatchObject({ status: 403 });
    const client = await createTestSocket(app, '/broken');
    await client.whenClosed;
    expect(warn.mock.calls).toEqual([[expect.stringContaining('https://evil.example')]]);
    expect(error.mock.calls).toEqual([
      [expect.stringContaining('a hook of Broken'), expect.stringContaining('opened has failed')],
    ]);
  } finally {
    warn.mockRestore();
    error.mockRestore();
  }
});

test('an application without a server has managers and lets nobody in', async () => {
  @Module({ imports: [WebSocketModule.forRoot()], providers: [Echo] })
  class AppModule {}
  const context = await NestFactory.createApplicationContext(AppModule, { logger: false });
  expect(context.get(WebSocketManager).size).toBe(0);
  await context.close();
});

test('nothing of a connection stays behind: not the instance, not its services, not its request', async () => {
  const freed = new Map<string, number>();
  const registry = new FinalizationRegistry<string>((kind) => freed.set(kind, (freed.get(kind) ?? 0) + 1));
  @Injectable({ scope: Scope.TRANSIENT })
  class Helper {
    constructor() {
      registry.register(this, 'helper');
    }
  }
  @Injectable({ scope: Scope.REQUEST })
  class Session {
    constructor(@Inject(REQUEST) request: object, _helper: Helper) {
      registry.register(request, 'request');
      registry.register(this, 'session');
    }
  }
  @WebSocketRoute('/freed')
  class Freed extends WebSocket {
    constructor(_session: Session) {
      super();
      registry.register(this, 'socket');
    }
  }
  const { app } = await apps.start({ providers: [Helper, Session, Freed] });
  const count = 20;
  for (let i = 0; i < count; i++) {
    const client = await createTestSocket(app, '/freed');
    client.close();
    await client.whenClosed;
  }
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const kinds = ['socket', 'session', 'request', 'helper'];
  const areFreed = (): boolean => kinds.every((kind) => (freed.get(kind) ?? 0) >= count - 1);
  for (let turn = 0; turn < 100 && !areFreed(); turn++) {
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(kinds.filter((kind) => (freed.get(kind) ?? 0) < count - 1)).toEqual([]);
});
