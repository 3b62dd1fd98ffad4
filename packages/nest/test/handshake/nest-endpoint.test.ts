// Guards before the 101.
import {
  Injectable,
  Inject,
  Scope,
  SetMetadata,
  UnauthorizedException,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { APP_GUARD, Reflector, REQUEST } from '@nestjs/core';
import { EchoWebSocket, WebSocket, WebSocketRoute } from '@ws4ts/core';
import type { HandshakeRequest, HandshakeResponse } from '../../src/index.js';
import { createTestSocket } from '../../src/testing.js';
import type { PlatformName } from '../support/applications.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
let lines: string[];

beforeEach(() => {
  lines = [];
});
afterEach(() => apps.closeAll());

const Roles = (...roles: string[]) => SetMetadata('roles', roles);

@Injectable()
class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<HandshakeRequest & { user?: string }>();
    const roles = this.reflector.getAllAndOverride<string[]>('roles', [context.getHandler(), context.getClass()]);
    lines.push(`${context.getType()} ${context.getClass().name}.${context.getHandler().name}`);
    if (request.headers.authorization === undefined) throw new UnauthorizedException('sign in first');
    request.user = request.headers.authorization;
    return roles.includes(request.user);
  }
}

@WebSocketRoute('/rooms/:room')
@Roles('admin')
@UseGuards(RolesGuard)
class Guarded extends EchoWebSocket {
  constructor(@Inject(REQUEST) private readonly asked: HandshakeRequest & { user?: string }) {
    super();
  }

  protected override opened(): void {
    this.send(`${this.asked.user} in ${this.request.params.room}`);
  }
}

describe.each<PlatformName>(['express', 'fastify'])('guards on %s', (platform) => {
  test('refuse by what they throw, with the body that Nest writes', async () => {
    const { app, log } = await apps.start({ platform, providers: [Guarded] });
    await expect(createTestSocket(app, '/rooms/red')).rejects.toMatchObject({
      status: 401,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      reason: JSON.stringify({ message: 'sign in first', error: 'Unauthorized', statusCode: 401 }),
    });
    expect(log.takeWarnings()).toEqual(['refused a handshake for /rooms/red: 401 sign in first']);
  });

  test('refuse with 403 by saying no, knowing the class and its metadata', async () => {
    const { app } = await apps.start({ platform, providers: [Guarded] });
    const asked = createTestSocket(app, '/rooms/red', { headers: { authorization: 'guest' } });
    await expect(asked).rejects.toMatchObject({
      status: 403,
      reason: JSON.stringify({ message: 'Forbidden resource', error: 'Forbidden', statusCode: 403 }),
    });
    expect(lines).toEqual(['http Guarded.requested']);
  });

  test('let in, and hand on what they know by the request', async () => {
    const { app } = await apps.start({ platform, providers: [Guarded] });
    const client = await createTestSocket(app, '/rooms/red', { headers: { authorization: 'admin' } });
    expect((await client.receive()).text).toBe('admin in red');
    client.terminate();
  });

  test('see the request of their platform', async () => {
    @Injectable()
    class Looks implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        const { params, query, headers, ip } = context.switchToHttp().getRequest<HandshakeRequest>();
        lines.push(JSON.stringify([{ ...params }, query, headers['x-a'], typeof ip]));
        context.switchToHttp().getResponse<HandshakeResponse>().header('x-seen', 'yes').append('set-cookie', 'a=1');
        return true;
      }
    }
    @WebSocketRoute('/looked/:at')
    @UseGuards(Looks)
    class Looked extends EchoWebSocket {}
    const { app } = await apps.start({ platform, providers: [Looked] });
    const url = (await apps.listen(app)).replace('ws', 'http');
    const { get } = await import('node:http');
    const headers = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'x-a': 'b' };
    const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
    const answer = await new Promise<Record<string, unknown>>((resolve) => {
      get(`${url}/looked/me?one=1&two=2&two=3`, { headers: { ...headers, ...key } }).on(
        'upgrade',
        (response, socket) => {
          socket.destroy();
          resolve(response.headers);
        },
      );
    });
    expect(lines).toEqual([JSON.stringify([{ at: 'me' }, { one: '1', two: ['2', '3'] }, 'b', 'string'])]);
    expect(answer).toMatchObject({ 'x-seen': 'yes', 'set-cookie': ['a=1'] });
  });
});

test('global guards run before those of the class, and those of requested last', async () => {
  const named = (name: string) => {
    @Injectable()
    class Named implements CanActivate {
      canActivate(): boolean {
        return lines.push(name) > 0;
      }
    }
    return Named;
  };
  @WebSocketRoute('/ordered')
  @UseGuards(named('class'))
  class Ordered extends WebSocket {
    @UseGuards(named('method'))
    protected override requested(): void {
      lines.push('requested');
    }
  }
  const { app } = await apps.start({
    providers: [Ordered, { provide: APP_GUARD, useClass: named('module') }],
    prepare: (one) => one.useGlobalGuards(new (named('global'))()),
  });
  (await createTestSocket(app, '/ordered')).terminate();
  expect(lines).toEqual(['module', 'global', 'class', 'method', 'requested']);
});

test('a refused client costs no instance', async () => {
  let made = 0;
  @WebSocketRoute('/made')
  @UseGuards({ canActivate: () => false })
  class Made extends WebSocket {
    readonly number = ++made;
  }
  const { app } = await apps.start({ providers: [Made] });
  await expect(createTestSocket(app, '/made')).rejects.toMatchObject({ status: 403 });
  expect(made).toBe(0);
});

test('guards of request scope are made for the connection, and share its providers', async () => {
  @Injectable({ scope: Scope.REQUEST })
  class Session {
    user: string | undefined;
  }
  @Injectable()
  class SessionGuard implements CanActivate {
    constructor(private readonly session: Session) {}

    canActivate(context: ExecutionContext): boolean {
      this.session.user = context.switchToHttp().getRequest<HandshakeRequest>().headers.authorization;
      return this.session.user !== undefined;
    }
  }
  @WebSocketRoute('/me')
  @UseGuards(SessionGuard)
  class Me extends WebSocket {
    constructor(private readonly session: Session) {
      super();
    }

    protected override opened(): void {
      this.send(this.session.user ?? 'nobody');
    }
  }
  const { app } = await apps.start({ providers: [Session, Me] });
  await expect(createTestSocket(app, '/me')).rejects.toMatchObject({ status: 403 });
  for (const user of ['Ann', 'Ben']) {
    const client = await createTestSocket(app, '/me', { headers: { authorization: user } });
    expect((await client.receive()).text).toBe(user);
    client.terminate();
  }
});

test('a global guard of request scope guards as well', async () => {
  @Injectable({ scope: Scope.REQUEST })
  class Scoped implements CanActivate {
    constructor(@Inject(REQUEST) private readonly request: HandshakeRequest) {}

    canActivate(): boolean {
      return this.request.headers.authorization === 'Ann';
    }
  }
  @WebSocketRoute('/echo')
  class Echo extends EchoWebSocket {}
  const { app } = await apps.start({ providers: [Echo, { provide: APP_GUARD, useClass: Scoped }] });
  await expect(createTestSocket(app, '/echo')).rejects.toMatchObject({ status: 403 });
  (await createTestSocket(app, '/echo', { headers: { authorization: 'Ann' } })).terminate();
});
