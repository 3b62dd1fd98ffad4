// Guards, pipes, interceptors and filters are Nest's: what is tested is that they see our clients, and that clients see theirs.
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Catch,
  Inject,
  Injectable,
  ParseIntPipe,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  ValidationPipe,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { MessageBody, SubscribeMessage, WebSocketGateway, WsException } from '@nestjs/websockets';
import { IsInt } from 'class-validator';
import { map, throwError, type Observable } from 'rxjs';
import { GatewaySocket } from '../../src/index.js';
import { ask, GatewayStage } from './support/gateway-stage.js';

const stage = new GatewayStage();
afterEach(() => stage.clear());

/** The exception message that Nest sends. */
function exception(pattern: string, message: string, data?: unknown): unknown {
  return { event: 'exception', data: { status: 'error', message, cause: { pattern, data } } };
}

class OnlyAnn implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToWs().getClient<GatewaySocket>().request.headers['x-user'] === 'Ann';
  }
}

class Wrapping implements NestInterceptor {
  intercept(_context: ExecutionContext, handler: CallHandler): Observable<unknown> {
    return handler.handle().pipe(map((data) => ({ event: 'wrapped', data })));
  }
}

class Teapot extends Error {}

@Catch(Teapot)
class TeapotFilter implements ExceptionFilter {
  catch(error: Teapot, host: ArgumentsHost): void {
    host
      .switchToWs()
      .getClient<GatewaySocket>()
      .send(JSON.stringify({ event: 'teapot', data: error.message }));
  }
}

@Catch()
class RethrowingFilter implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}

class Order {
  @IsInt() amount!: number;
}

@WebSocketGateway()
class EnhancedGateway {
  @UseGuards(OnlyAnn)
  @SubscribeMessage('guarded')
  guarded(): string {
    return 'Ann only';
  }

  @UseInterceptors(Wrapping)
  @SubscribeMessage('wrapped')
  wrapped(): string {
    return 'inner';
  }

  @SubscribeMessage('piped')
  piped(@MessageBody('id', ParseIntPipe) id: number): number {
    return id + 1;
  }

  @UsePipes(
    new ValidationPipe({ exceptionFactory: (errors) => new WsException(errors.map(({ property }) => property)) }),
  )
  @SubscribeMessage('order')
  order(@MessageBody() order: Order): number {
    return order.amount;
  }

  @UseFilters(TeapotFilter)
  @SubscribeMessage('teapot')
  teapot(): never {
    throw new Teapot('short and stout');
  }

  @SubscribeMessage('throws')
  throws(): never {
    throw new WsException('not like this');
  }

  @SubscribeMessage('emits an error')
  emitsError(): Observable<never> {
    return throwError(() => new WsException('not like that'));
  }

  @UseFilters(RethrowingFilter)
  @SubscribeMessage('rethrows')
  rethrows(): never {
    throw new Error('out of the filter');
  }

  @SubscribeMessage('unknown error')
  unknownError(): never {
    throw new Error('the password is sesame');
  }

  @SubscribeMessage('circle')
  circle(): object {
    const circle: { self?: object } = {};
    circle.self = circle;
    return circle;
  }

  @SubscribeMessage('alive')
  alive(): string {
    return 'still here';
  }
}

describe('the methods of a gateway', () => {
  const open = async (user = 'Bob') =>
    stage.open(await stage.serve([EnhancedGateway]), [], { headers: { 'x-user': user } });

  it('are guarded', async () => {
    expect(await ask(await open('Ann'), 'guarded')).toBe('Ann only');
    expect(await ask(await open(), 'guarded', 1)).toEqual(exception('guarded', 'Forbidden resource', 1));
  });

  it('are intercepted', async () => {
    expect(await ask(await open(), 'wrapped')).toEqual({ event: 'wrapped', data: 'inner' });
  });

  it('get what pipes make of the message', async () => {
    const client = await open();
    expect(await ask(client, 'piped', { id: '41' })).toBe(42);
    expect(await ask(client, 'order', { amount: 5 })).toBe(5);
    expect(await ask(client, 'order', { amount: 'many' })).toEqual({ event: 'exception', data: ['amount'] });
  });

  it('throw to the client, through filters', async () => {
    const client = await open();
    expect(await ask(client, 'throws', { a: 1 })).toEqual(exception('throws', 'not like this', { a: 1 }));
    expect(await ask(client, 'emits an error', 2)).toEqual(exception('emits an error', 'not like that', 2));
    expect(await ask(client, 'teapot')).toEqual({ event: 'teapot', data: 'short and stout' });
    expect(await ask(client, 'unknown error', 3)).toEqual(exception('unknown error', 'Internal server error', 3));
  });

  it('do no harm by what gets out of filters, or cannot be sent; the log has it', async () => {
    const client = await open();
    for (const event of ['rethrows', 'circle']) client.send(JSON.stringify({ event }));
    expect(await ask(client, 'alive')).toBe('still here');
    expect(stage.log.takeErrors()).toEqual([
      expect.objectContaining({ message: 'out of the filter' }),
      expect.objectContaining({ message: expect.stringContaining('circular') }),
    ]);
  });

  it('can be of an instance a connection', async () => {
    let made = 0;
    @Injectable({ scope: Scope.REQUEST })
    class Mine {
      readonly number = ++made;
      constructor(@Inject(REQUEST) readonly client: unknown) {}
    }
    @WebSocketGateway()
    class ScopedGateway {
      constructor(@Inject(Mine) private readonly mine: Mine) {}

      @SubscribeMessage('whose')
      whose(client: GatewaySocket): unknown {
        return [this.mine.number, this.mine.client === client];
      }
    }
    const url = await stage.serve([ScopedGateway, Mine]);
    const [one, other] = [await stage.open(url), await stage.open(url)];
    expect([await ask(one, 'whose'), await ask(other, 'whose'), await ask(one, 'whose')]).toEqual([
      [1, true],
      [2, true],
      [1, true],
    ]);
  });
});

describe("the guard by which Nest's documentation limits rates", () => {
  it('knows the address of a client', async () => {
    const addresses: unknown[] = [];
    class RateGuard implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        return addresses.push(context.switchToWs().getClient<GatewaySocket>()._socket.remoteAddress) < 2;
      }
    }
    @UseGuards(RateGuard)
    @WebSocketGateway()
    class LimitedGateway {
      @SubscribeMessage('now')
      now(): string {
        return 'once';
      }
    }
    const client = await stage.open(await stage.serve([LimitedGateway]));
    expect(await ask(client, 'now')).toBe('once');
    expect(await ask(client, 'now')).toEqual(exception('now', 'Forbidden resource'));
    expect(addresses).toEqual(['127.0.0.1', '127.0.0.1']);
  });
});
