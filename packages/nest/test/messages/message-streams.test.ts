// Handlers that answer with many values.
import { UseInterceptors, type CallHandler } from '@nestjs/common';
import { MessageBody, SubscribeMessage, WsException } from '@nestjs/websockets';
import { WebSocket, WebSocketRoute } from '@ws4ts/core';
import { Subject, throwError } from 'rxjs';
import { Applications } from '../support/started.js';
import { talk } from './support/talk.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

describe('streams', () => {
  const ticks = new Subject<number>();
  let ended: string[];
  beforeEach(() => {
    ended = [];
  });

  @WebSocketRoute('/talk')
  class Streaming extends WebSocket {
    @SubscribeMessage('ticks')
    ticks(): unknown {
      return ticks;
    }

    @SubscribeMessage('numbers')
    async *numbers(@MessageBody() count: number): AsyncGenerator<number> {
      try {
        for (let n = 1; n <= count; n++) yield n;
      } finally {
        ended.push('numbers');
      }
    }

    @SubscribeMessage('broken')
    broken(): unknown {
      return throwError(() => new WsException('broken'));
    }

    @SubscribeMessage('intercepted')
    @UseInterceptors({ intercept: (_context: unknown, next: CallHandler) => next.handle() })
    intercepted(): unknown {
      return ticks;
    }

    @SubscribeMessage('now')
    now(): string {
      return 'now';
    }
  }

  test('an async iterable ends with a completion', async () => {
    const one = await talk(apps, { providers: [Streaming] });
    one.send({ event: 'numbers', data: 2, id: 1 });
    expect([await one.read(), await one.read(), await one.read()]).toEqual([
      { event: 'numbers', data: 1, id: 1 },
      { event: 'numbers', data: 2, id: 1 },
      { event: 'numbers', id: 1, done: true },
    ]);
    expect(await one.ask({ event: 'broken', id: 2 })).toMatchObject({ event: 'exception', id: 2, done: true });
  });

  test.each(['ticks', 'intercepted'])('%s: others are answered meanwhile, and the client may cancel', async (event) => {
    const one = await talk(apps, { providers: [Streaming] });
    one.send({ event, id: 1 });
    expect(await one.ask({ event: 'now' })).toEqual({ event: 'now', data: 'now' });
    ticks.next(1);
    expect(await one.read()).toEqual({ event, data: 1, id: 1 });
    expect(ticks.observed).toBe(true);
    expect(await one.ask({ event, id: 1 })).toMatchObject({ event: 'exception', data: { code: 'WS_ID_IN_USE' } });
    one.send({ event, id: 1, cancel: true });
    await one.ask({ event: 'now' });
    expect(ticks.observed).toBe(false);
  });

  test('an endless iterable is as fast as its reader, and ends with the connection', async () => {
    const one = await talk(apps, { providers: [Streaming] });
    one.send({ event: 'numbers', data: Number.MAX_SAFE_INTEGER, id: 1 });
    expect(await one.read()).toEqual({ event: 'numbers', data: 1, id: 1 });
    one.client.terminate();
    await apps.closeAll();
    expect(ended).toEqual(['numbers']);
  });

  test('an iterable that does not wait lets the connection close', async () => {
    // It went on for ever, in one turn of the event loop, once nothing was sent any more.
    const one = await talk(apps, { providers: [Streaming] });
    one.send({ event: 'numbers', data: Number.MAX_SAFE_INTEGER, id: 1 });
    await one.read();
    const closed = apps.closeAll();
    for await (const _ of one.client);
    await closed;
    expect(ended).toEqual(['numbers']);
  });

  test('an observable ends with the connection', async () => {
    const one = await talk(apps, { providers: [Streaming] });
    one.send({ event: 'ticks', id: 1 });
    await one.ask({ event: 'now' });
    expect(ticks.observed).toBe(true);
    one.client.close();
    await one.client.whenClosed;
    expect(ticks.observed).toBe(false);
  });

  test('there is a limit to how many', async () => {
    const one = await talk(apps, { providers: [Streaming], options: { maxStreams: 1 } });
    one.send({ event: 'ticks', id: 1 });
    expect(await one.ask({ event: 'ticks', id: 2 })).toMatchObject({ id: 2, data: { code: 'WS_TOO_MANY_STREAMS' } });
  });
});
