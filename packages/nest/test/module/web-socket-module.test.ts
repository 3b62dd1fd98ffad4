import {
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  RequestMethod,
  Scope,
  Version,
  VersioningType,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { EchoWebSocket, UsageError, WebSocket, WebSocketRoute } from '@ws4ts/core';
import { WebSocketModule, type WebSocketModuleOptions } from '../../src/index.js';
import { createTestSocket } from '../../src/testing.js';
import { Applications } from '../support/started.js';
import type { PlatformName } from '../support/applications.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

@WebSocketRoute('/echo')
class Echo extends EchoWebSocket {}

@Injectable()
class Greeter {
  greet(name = 'nobody'): string {
    return `hello ${name}`;
  }
}

@WebSocketRoute('/greet/:name')
class Greet extends WebSocket {
  constructor(private readonly greeter: Greeter) {
    super();
  }

  protected override opened(): void {
    this.send(this.greeter.greet(this.request.params.name));
  }
}

async function firstOf(app: Parameters<typeof createTestSocket>[0], path: string): Promise<string> {
  const client = await createTestSocket(app, path);
  const { text } = await client.receive();
  client.close();
  await client.whenClosed;
  return text;
}

describe.each<PlatformName>(['express', 'fastify'])('on %s', (platform) => {
  test('a class gets its dependencies, and the parameters of its route', async () => {
    const { app } = await apps.start({ platform, providers: [Greeter, Greet] });
    expect(await firstOf(app, '/greet/Ann')).toBe('hello Ann');
  });

  test('several modules bring endpoints', async () => {
    @Module({ providers: [Greeter, Greet] })
    class GreetModule {}
    const { app } = await apps.start({ platform, providers: [Echo], imports: [GreetModule] });
    expect(await firstOf(app, '/greet/Ben')).toBe('hello Ben');
    const client = await createTestSocket(app, '/echo');
    client.send('ping');
    expect((await client.receive()).text).toBe('ping');
    client.terminate();
  });

  test('the global prefix stands before all but the excluded', async () => {
    const { app } = await apps.start({
      platform,
      providers: [Greeter, Greet, Echo],
      prepare: (one) => one.setGlobalPrefix('api', { exclude: [{ path: 'echo', method: RequestMethod.GET }] }),
    });
    expect(await firstOf(app, '/api/greet/Ann')).toBe('hello Ann');
    (await createTestSocket(app, '/echo')).terminate();
    for (const path of ['/greet/Ann', '/api/echo']) {
      await expect(createTestSocket(app, path)).rejects.toMatchObject({ status: 404 });
    }
  });

  test('versions in the URI are those of @Version on requested, or the default', async () => {
    @WebSocketRoute('/versioned')
    class Versioned extends WebSocket {
      @Version(['2', '3'])
      protected override requested(): void {}

      protected override opened(): void {
        this.send(this.request.path);
      }
    }
    const { app } = await apps.start({
      platform,
      providers: [Greeter, Greet, Versioned],
      prepare: (one) => one.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI, defaultVersion: '1' }),
    });
    expect(await firstOf(app, '/api/v1/greet/Ann')).toBe('hello Ann');
    expect(await firstOf(app, '/api/v2/versioned')).toBe('/api/v2/versioned');
    expect(await firstOf(app, '/api/v3/versioned')).toBe('/api/v3/versioned');
    await expect(createTestSocket(app, '/api/v1/versioned')).rejects.toMatchObject({ status: 404 });
  });

  test("a controller's page may have the path of a socket, and other paths are Nest's", async () => {
    @Controller('echo')
    class Page {
      @Get()
      page(): string {
        return 'a page';
      }
    }
    const { app } = await apps.start({ platform, providers: [Greeter, Greet, Echo], controllers: [Page] });
    const url = (await apps.listen(app)).replace('ws', 'http');
    expect(await (await fetch(`${url}/echo`)).text()).toBe('a page');
    expect((await fetch(`${url}/greet/Ann`)).status).toBe(426);
    expect(await (await fetch(`${url}/nowhere`)).json()).toMatchObject({ statusCode: 404, error: 'Not Found' });
  });
});

describe('instances', () => {
  test('there is one a connection and none besides, and it has nothing of the others', async () => {
    let made = 0;
    @WebSocketRoute('/counted')
    class Counted extends WebSocket {
      readonly number = ++made;

      protected override opened(): void {
        this.send(String(this.number));
      }
    }
    const { app } = await apps.start({ providers: [Counted] });
    expect(made).toBe(0);
    expect([await firstOf(app, '/counted'), await firstOf(app, '/counted')]).toEqual(['1', '2']);
    expect(made).toBe(2);
  });

  test('a class with @Injectable() of its own is made for each connection too', async () => {
    @Injectable()
    @WebSocketRoute('/single')
    class Single extends WebSocket {
      constructor(private readonly greeter: Greeter) {
        super();
      }

      protected override opened(): void {
        this.send(this.greeter.greet('you'));
      }
    }
    const { app } = await apps.start({ providers: [Greeter, Single] });
    expect(await firstOf(app, '/single')).toBe('hello you');
    expect(await firstOf(app, '/single')).toBe('hello you');
  });

  test('providers of request scope are made once a connection, and REQUEST is the upgrade request', async () => {
    let made = 0;
    @Injectable({ scope: Scope.REQUEST })
    class Session {
      readonly number = ++made;
      constructor(
        @Inject(REQUEST) readonly request: { url: string; headers: Record<string, string>; params: object },
      ) {}
    }
    @WebSocketRoute('/sessions/:id')
    class WithSession extends WebSocket {
      constructor(
        private readonly one: Session,
        private readonly other: Session,
      ) {
        super();
      }

      protected override opened(): void {
        const { number, request } = this.one;
        this.send(
          JSON.stringify([number, this.one === this.other, request.url, request.params, request.headers['x-user']]),
        );
      }
    }
    const { app } = await apps.start({ providers: [Session, WithSession] });
    for (const number of [1, 2]) {
      const client = await createTestSocket(app, `/sessions/${number}?a=1`, { headers: { 'x-user': 'Ann' } });
      expect((await client.receive()).json()).toEqual([
        number,
        true,
        `/sessions/${number}?a=1`,
        { id: String(number) },
        'Ann',
      ]);
      client.terminate();
    }
  });
});

describe('what is wrong is said at the start', () => {
  test('two providers of one path', async () => {
    @WebSocketRoute('/echo')
    class Other extends WebSocket {}
    await expect(apps.start({ providers: [Echo, Other] })).rejects.toMatchObject({ code: 'WS_USAGE_ROUTE' });
  });

  test('a class of sockets without a route', async () => {
    class Lost extends WebSocket {}
    await expect(apps.start({ providers: [Lost] })).rejects.toThrow(UsageError);
  });

  test.each<WebSocketModuleOptions>([{ maxMessageSize: -1 }, { maxStreams: 0 }, { nonsense: 1 } as object])(
    'the options %p',
    async (options) => {
      await expect(apps.start({ options })).rejects.toMatchObject({ code: 'WS_USAGE_OPTION' });
    },
  );
});

describe('forRootAsync', () => {
  @Injectable()
  class Settings {
    createWebSocketOptions(): WebSocketModuleOptions {
      return { subprotocols: ['chat.v1'] };
    }
  }
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {}

  test.each([
    [
      'useFactory',
      { imports: [SettingsModule], inject: [Settings], useFactory: (one: Settings) => one.createWebSocketOptions() },
    ],
    ['useClass', { useClass: Settings }],
    ['useExisting', { imports: [SettingsModule], useExisting: Settings }],
  ])('%s', async (_name, how) => {
    @Module({ imports: [WebSocketModule.forRootAsync(how)], providers: [Echo] })
    class AppModule {}
    const app = await apps.create(AppModule);
    const client = await createTestSocket(app, '/echo', { subprotocols: ['chat.v2', 'chat.v1'] });
    expect(client.subprotocol).toBe('chat.v1');
    client.terminate();
  });
});
