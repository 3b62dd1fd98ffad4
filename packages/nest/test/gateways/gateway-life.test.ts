// What gateways are told of their server and clients, and what they can do with them, through a whole application.
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { from, interval, map, Observable } from 'rxjs';
import type { GatewayServer, GatewaySocket } from '../../src/index.js';
import { PushGateway } from './support/gateways.js';
import { ask, GatewayStage, next } from './support/gateway-stage.js';

const stage = new GatewayStage();
afterEach(() => stage.clear());

/** What happened, in its order, and who waits for the next. */
const told: unknown[] = [];
afterEach(() => void told.splice(0));

@WebSocketGateway()
class RoomGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  @WebSocketServer() readonly server!: GatewayServer;

  afterInit(server: GatewayServer): void {
    told.push(['init', server === this.server]);
  }

  handleConnection(client: GatewaySocket, request: IncomingMessage): void {
    told.push(['connection', request.url, request.headers['x-user'], this.server.clients.has(client)]);
    client.send(JSON.stringify(`welcome, one of ${this.server.clients.size}`));
  }

  handleDisconnect(client: GatewaySocket, code?: unknown): void {
    told.push(['disconnect', client.readyState, code, this.server.clients.has(client)]);
    for (const other of this.server.clients) other.send(JSON.stringify('one has gone'));
  }

  @SubscribeMessage('say')
  say(@MessageBody('text') text: string, @ConnectedSocket() speaker: GatewaySocket): void {
    this.server.clients.forEach((client) => {
      if (client !== speaker && client.readyState === client.OPEN) client.send(JSON.stringify(text));
    });
  }
}

describe('a gateway', () => {
  it('is told of its server, of clients that come with their requests, and of those that go', async () => {
    const url = await stage.serve([RoomGateway]);
    const stays = await stage.openAndHear(`${url}/?a=1`, { headers: { 'x-user': 'Ann' } });
    const goes = await stage.openAndHear(url);
    expect([stays.first, goes.first]).toEqual(['welcome, one of 1', 'welcome, one of 2']);
    goes.client.close(4001, 'enough');
    expect(await next(stays.client)).toBe('one has gone');
    expect(told).toEqual([
      ['init', true],
      ['connection', '/?a=1', 'Ann', true],
      ['connection', '/', undefined, true],
      ['disconnect', 3, 4001, false],
    ]);
  });

  it('sends to the clients of its server', async () => {
    const url = await stage.serve([RoomGateway]);
    const [speaker, hearer] = [await stage.openAndHear(url), await stage.openAndHear(url)];
    speaker.client.send(JSON.stringify({ event: 'say', data: { text: 'hello' } }));
    expect(await next(hearer.client)).toBe('hello');
  });

  it('answers by a value, a promise, an observable, or not at all', async () => {
    @WebSocketGateway()
    class AnsweringGateway {
      @SubscribeMessage('promise')
      promise(@MessageBody() data: unknown): Promise<unknown> {
        return Promise.resolve({ event: 'late', data });
      }

      @SubscribeMessage('observable')
      observable(@MessageBody() data: number[]): Observable<unknown> {
        return from(data).pipe(map((one) => ({ event: 'one', data: one })));
      }

      @SubscribeMessage('later observable')
      async later(@MessageBody() data: number[]): Promise<Observable<unknown>> {
        return Promise.resolve(this.observable(data));
      }

      @SubscribeMessage('nothing')
      nothing(): undefined {
        return undefined;
      }

      @SubscribeMessage('zero')
      zero(): number {
        return 0;
      }
    }
    const client = await stage.open(await stage.serve([AnsweringGateway]));
    expect(await ask(client, 'promise', 5)).toEqual({ event: 'late', data: 5 });
    for (const event of ['observable', 'later observable']) {
      expect(await ask(client, event, [1, 2])).toEqual({ event: 'one', data: 1 });
      expect(await next(client)).toEqual({ event: 'one', data: 2 });
    }
    client.send(JSON.stringify({ event: 'nothing' }));
    expect(await ask(client, 'zero')).toBe(0);
  });

  it('has its observables ended when the client goes', async () => {
    const ended = new EventEmitter();
    @WebSocketGateway()
    class TickingGateway {
      @SubscribeMessage('tick')
      tick(): Observable<number> {
        return new Observable((subscriber) => {
          const ticks = interval(1).subscribe(subscriber);
          return () => {
            ticks.unsubscribe();
            ended.emit('ended');
          };
        });
      }
    }
    const client = await stage.open(await stage.serve([TickingGateway]));
    expect(await ask(client, 'tick')).toBe(0);
    const end = once(ended, 'ended');
    client.terminate();
    expect(await end).toEqual([]);
  });

  it('shares its path with others, each of which handles its own events and those of both', async () => {
    @WebSocketGateway()
    class OtherGateway {
      @SubscribeMessage('push')
      push(): string {
        return 'other push';
      }

      @SubscribeMessage('only here')
      here(): string {
        return 'here';
      }
    }
    @WebSocketGateway()
    class OneGateway extends PushGateway {}
    const client = await stage.open(await stage.serve([OneGateway, OtherGateway]));
    expect(await ask(client, 'only here')).toBe('here');
    const answers = [await ask(client, 'push', 1), await next(client)];
    expect(answers).toHaveLength(2);
    expect(answers).toEqual(expect.arrayContaining([{ event: 'pop', data: 1 }, 'other push']));
  });

  it('may refuse clients before the handshake', async () => {
    const options = {
      verifyClient: ({ req }: { req: IncomingMessage }) => req.headers.authorization === 'Bearer sesame',
    };
    @WebSocketGateway(options)
    class PrivateGateway extends PushGateway {}
    const url = await stage.serve([PrivateGateway]);
    const [error] = (await once(stage.connect(url), 'error')) as [Error];
    expect(error.message).toContain('401');
    await stage.open(url, [], { headers: { authorization: 'Bearer sesame' } });
    expect(stage.log.takeWarnings()).toEqual([expect.stringContaining('401 this client may not connect')]);
  });

  it('may set the size of messages and compression by its decorator', async () => {
    const options = { perMessageDeflate: true, maxPayload: 50 };
    @WebSocketGateway(options)
    class SmallGateway extends PushGateway {}
    const client = await stage.open(await stage.serve([SmallGateway]));
    expect(client.extensions).toContain('permessage-deflate');
    expect(await ask(client, 'push', 'small')).toEqual({ event: 'pop', data: 'small' });
    client.send('x'.repeat(51));
    expect((await once(client, 'close'))[0]).toBe(1009);
    expect(stage.log.takeWarnings()).toEqual([expect.stringContaining('bigger than maxMessageSize')]);
  });

  it('has the values of the names in its path', async () => {
    @WebSocketGateway({ path: '/rooms/:room' })
    class PathGateway {
      @SubscribeMessage('where')
      where(client: GatewaySocket): unknown {
        return client.request.params;
      }
    }
    const client = await stage.open(`${await stage.serve([PathGateway])}/rooms/red%20one`);
    expect(await ask(client, 'where')).toEqual({ room: 'red one' });
  });
});
