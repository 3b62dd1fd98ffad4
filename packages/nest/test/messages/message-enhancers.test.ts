// Guards, interceptors, pipes and filters around the handlers of messages.
import {
  Catch,
  Injectable,
  Inject,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  ValidationPipe,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
} from '@nestjs/common';
import { APP_PIPE, REQUEST } from '@nestjs/core';
import { ConnectedSocket, MessageBody, SubscribeMessage, WsException } from '@nestjs/websockets';
import { WebSocket, WebSocketRoute } from '@ws4ts/core';
import { map, of } from 'rxjs';
import { createTestSocket } from '../../src/testing.js';
import type { Made } from '../support/applications.js';
import { Applications } from '../support/started.js';
import { Amount } from './support/amount.js';
import { talk } from './support/talk.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

describe('enhancers', () => {
  let lines: string[];
  beforeEach(() => {
    lines = [];
  });

  const guard = (name: string, allows = true): CanActivate => ({
    canActivate: (context) => {
      if (context.getType<string>() === 'ws') {
        lines.push(`${name} ${context.getHandler().name} ${JSON.stringify(context.switchToWs().getData())}`);
      }
      return allows || context.getType() === 'http';
    },
  });

  @WebSocketRoute('/talk')
  @UseGuards(guard('class'))
  class Enhanced extends WebSocket {
    @SubscribeMessage('open')
    @UseGuards(guard('method'))
    open(@MessageBody() data: unknown): unknown {
      return data;
    }

    @SubscribeMessage('shut')
    @UseGuards(guard('no', false))
    shut(): void {}

    @SubscribeMessage('mapped')
    @UseInterceptors({ intercept: (_context: unknown, next: CallHandler) => next.handle().pipe(map((one) => [one])) })
    mapped(): number {
      return 1;
    }

    @SubscribeMessage('mapped stream')
    @UseInterceptors({ intercept: (_context: unknown, next: CallHandler) => next.handle().pipe(map((one) => [one])) })
    mappedStream(): unknown {
      return of(1, 2);
    }

    @SubscribeMessage('mapped failure')
    @UseInterceptors({ intercept: (_context: unknown, next: CallHandler) => next.handle() })
    mappedFailure(): never {
      throw new WsException('no');
    }
  }

  test('guards of the application, the class and the method', async () => {
    const made = {
      providers: [Enhanced],
      prepare: (app: Parameters<NonNullable<Made['prepare']>>[0]) => app.useGlobalGuards(guard('global')),
    };
    const one = await talk(apps, made);
    expect(await one.ask({ event: 'open', data: 1 })).toEqual({ event: 'open', data: 1 });
    expect(lines).toEqual(['global open 1', 'class open 1', 'method open 1']);
    expect(await one.ask({ event: 'shut' })).toMatchObject({
      event: 'exception',
      data: { code: 'WS_REJECTED', statusCode: 403, message: 'Forbidden resource' },
    });
  });

  test('interceptors, around one value, around many and around an error', async () => {
    const one = await talk(apps, { providers: [Enhanced] });
    expect(await one.ask({ event: 'mapped', id: 1 })).toEqual({ event: 'mapped', data: [1], id: 1, done: true });
    expect(await one.ask({ event: 'mapped stream', id: 2 })).toEqual({ event: 'mapped stream', data: [1], id: 2 });
    expect(await one.read()).toEqual({ event: 'mapped stream', data: [2], id: 2 });
    expect(await one.read()).toEqual({ event: 'mapped stream', id: 2, done: true });
    expect(await one.ask({ event: 'mapped failure', id: 3 })).toMatchObject({ event: 'exception', id: 3 });
  });

  test('a global pipe', async () => {
    @WebSocketRoute('/talk')
    class Piped extends WebSocket {
      @SubscribeMessage('pay')
      pay(@ConnectedSocket() socket: Piped, @MessageBody() amount: Amount): unknown {
        return [socket === this, amount instanceof Amount, amount.amount];
      }
    }
    const pipe = { provide: APP_PIPE, useValue: new ValidationPipe({ transform: true }) };
    const one = await talk(apps, { providers: [Piped, pipe] });
    expect(await one.ask({ event: 'pay', data: { amount: 1 } })).toEqual({ event: 'pay', data: [true, true, 1] });
    expect(await one.ask({ event: 'pay', data: {} })).toMatchObject({ event: 'exception', data: { statusCode: 400 } });
  });

  test('filters: what they return is the data, and null says nothing', async () => {
    @Catch(WsException)
    class Filter implements ExceptionFilter {
      catch(exception: WsException, host: ArgumentsHost): unknown {
        if (exception.message === 'silent') return null;
        if (exception.message === 'default') return undefined;
        return { caught: exception.message, pattern: host.switchToWs().getPattern() };
      }
    }
    @WebSocketRoute('/talk')
    @UseFilters(Filter)
    class Filtered extends WebSocket {
      @SubscribeMessage('throw')
      throwing(@MessageBody() message: string): never {
        throw new WsException(message);
      }
    }
    const one = await talk(apps, { providers: [Filtered] });
    expect(await one.ask({ event: 'throw', data: 'this' })).toEqual({
      event: 'exception',
      data: { caught: 'this', pattern: 'throw' },
    });
    one.send({ event: 'throw', data: 'silent' });
    expect(await one.ask({ event: 'throw', data: 'default' })).toMatchObject({ data: { code: 'WS_REJECTED' } });
    expect(await one.ask({ event: 'throw', data: 'silent', id: 1 })).toEqual({ event: 'throw', id: 1, done: true });
  });

  test('enhancers of request scope are made once a connection', async () => {
    let made = 0;
    @Injectable({ scope: Scope.REQUEST })
    class Scoped implements CanActivate {
      readonly number = ++made;
      constructor(@Inject(REQUEST) private readonly request: { headers: Record<string, string> }) {}

      canActivate(context: ExecutionContext): boolean {
        if (context.getType<string>() === 'ws') lines.push(`${this.number} ${this.request.headers['x-user']}`);
        return true;
      }
    }
    @WebSocketRoute('/talk')
    @UseGuards(Scoped)
    class WithScoped extends WebSocket {
      @SubscribeMessage('go')
      go(): string {
        return 'gone';
      }
    }
    const { app } = await apps.start({ providers: [WithScoped] });
    for (const user of ['Ann', 'Ben']) {
      const client = await createTestSocket(app, '/talk', { headers: { 'x-user': user } });
      for (const _ of [1, 2]) {
        client.send('{"event":"go"}');
        await client.receive();
      }
      client.terminate();
    }
    expect(lines).toEqual(['1 Ann', '1 Ann', '2 Ben', '2 Ben']);
  });
});
