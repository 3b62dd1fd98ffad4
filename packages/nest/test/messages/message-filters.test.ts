// Exception filters around the handlers of messages, those too that were not written for messages.
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { BaseWsExceptionFilter, SubscribeMessage, WsException } from '@nestjs/websockets';
import { WebSocket, WebSocketRoute } from '@ws4ts/core';
import { Applications } from '../support/started.js';
import { talk } from './support/talk.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

@WebSocketRoute('/talk')
class Failing extends WebSocket {
  @SubscribeMessage('refuse')
  refuse(): never {
    throw new WsException('sorry');
  }

  @SubscribeMessage('fail')
  fail(): never {
    throw new Error('swordfish');
  }
}

const under = (useClass: new () => ExceptionFilter) =>
  talk(apps, { providers: [Failing, { provide: APP_FILTER, useClass }] });
const failure = new TypeError('status is not a function');

describe('an exception filter', () => {
  // Such as one that answers HTTP requests: a message has no response.
  test('that fails takes nothing from the answer, and the log has both errors', async () => {
    class ForHttp implements ExceptionFilter {
      catch(): never {
        throw failure;
      }
    }
    const one = await under(ForHttp);
    expect(await one.ask({ event: 'refuse', id: 1 })).toEqual({
      event: 'exception',
      data: { status: 'error', code: 'WS_REJECTED', message: 'sorry' },
      id: 1,
      done: true,
    });
    expect(one.log.takeErrors()).toEqual([failure]);
    expect(await one.ask({ event: 'fail' })).toMatchObject({ data: { code: 'WS_FAILED' } });
    expect(one.log.takeErrors()).toEqual([failure, new Error('swordfish')]);
  });

  test('that says nothing leaves all as it is, and the log has the error', async () => {
    class Silent implements ExceptionFilter {
      catch(): void {}
    }
    const one = await under(Silent);
    expect(await one.ask({ event: 'fail' })).toMatchObject({ data: { code: 'WS_FAILED' } });
    expect(one.log.takeErrors()).toEqual([new Error('swordfish')]);
  });

  test('may throw what the client is told, or what it was given', async () => {
    class Rethrowing implements ExceptionFilter {
      catch(exception: unknown): never {
        throw exception instanceof WsException ? new WsException('another') : exception;
      }
    }
    const one = await under(Rethrowing);
    expect(await one.ask({ event: 'refuse' })).toMatchObject({ data: { code: 'WS_REJECTED', message: 'another' } });
    expect(await one.ask({ event: 'fail' })).toMatchObject({ data: { code: 'WS_FAILED' } });
    expect(one.log.takeErrors()).toEqual([new Error('swordfish')]);
  });

  test("may extend Nest's own", async () => {
    class Renaming extends BaseWsExceptionFilter {
      override handleError(...[client, , cause]: Parameters<BaseWsExceptionFilter['handleError']>): void {
        super.handleError(client, new WsException('renamed'), cause);
      }
    }
    const one = await under(Renaming);
    expect(await one.ask({ event: 'refuse', id: 1 })).toEqual({
      event: 'exception',
      data: { status: 'error', message: 'renamed', cause: { pattern: 'refuse' } },
      id: 1,
      done: true,
    });
    expect(await one.ask({ event: 'refuse' })).toMatchObject({ event: 'exception', data: { message: 'renamed' } });
  });

  // The filter of Nest 11 asks nothing about the client before it calls this.
  test('may emit to the client as to one of socket.io, which has that for no longer', async () => {
    const clients: object[] = [];
    class Emitting implements ExceptionFilter {
      async catch(exception: Error, host: ArgumentsHost): Promise<boolean> {
        await Promise.resolve();
        const client = host.switchToWs().getClient<{ emit(event: string, data: unknown): boolean }>();
        clients.push(client);
        return client.emit('trouble', exception.message);
      }
    }
    const one = await under(Emitting);
    expect(await one.ask({ event: 'refuse' })).toEqual({ event: 'trouble', data: 'sorry' });
    expect(await one.ask({ event: 'refuse' })).toEqual({ event: 'trouble', data: 'sorry' });
    expect(clients).toHaveLength(2);
    expect(clients.map((client) => 'emit' in client)).toEqual([false, false]);
  });
});
