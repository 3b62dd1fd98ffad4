// Messages with a shape, through the decorators of @nestjs/websockets.
import { createParamDecorator, ParseIntPipe, UsePipes, ValidationPipe, type ExecutionContext } from '@nestjs/common';
import { Ack, ConnectedSocket, MessageBody, SubscribeMessage, WsException } from '@nestjs/websockets';
import { decode, encode } from '@msgpack/msgpack';
import { WebSocket, WebSocketRoute, type Message } from '@ws4ts/core';
import type { EnvelopeCodec } from '../../src/index.js';
import { Applications } from '../support/started.js';
import { Amount } from './support/amount.js';
import { talk } from './support/talk.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

const Path = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  return context.switchToWs().getClient<WebSocket>().request.path;
});

@WebSocketRoute('/talk')
class Talk extends WebSocket {
  private count = 0;

  @SubscribeMessage('sum')
  sum(@MessageBody() numbers: number[]): number {
    return numbers.reduce((sum, one) => sum + one, 0);
  }

  @SubscribeMessage('later')
  async later(@MessageBody('name') name: string): Promise<string> {
    await Promise.resolve();
    return `hello ${name}`;
  }

  @SubscribeMessage('count')
  counted(): number {
    return ++this.count;
  }

  @SubscribeMessage('bare')
  bare(socket: unknown, data: unknown): unknown {
    return [socket === this, data];
  }

  @SubscribeMessage('who')
  who(@ConnectedSocket() socket: Talk, @Path() path: string, @MessageBody('n', ParseIntPipe) n: number): unknown {
    return [socket === this, path, n];
  }

  @SubscribeMessage('nothing')
  nothing(): void {}

  @SubscribeMessage('redirected')
  redirected(): unknown {
    return { event: 'elsewhere', data: 1 };
  }

  @SubscribeMessage('acknowledged')
  acknowledged(@Ack() ack: (value: unknown) => void): void {
    ack('got it');
  }

  @SubscribeMessage('validated')
  @UsePipes(new ValidationPipe())
  validated(@MessageBody() { amount }: Amount): number {
    return amount;
  }

  @SubscribeMessage('failing')
  failing(): never {
    throw new Error('the password is swordfish');
  }

  @SubscribeMessage('rejecting')
  rejecting(@MessageBody() data: string): Promise<never> {
    return Promise.reject(new WsException(data === 'object' ? { reason: 'busy' } : 'not now'));
  }

  @SubscribeMessage('cyclic')
  cyclic(): object {
    const value: { self?: object } = {};
    value.self = value;
    return value;
  }
}

describe('answers', () => {
  test.each([
    ['a value', { event: 'sum', data: [1, 2, 3] }, { event: 'sum', data: 6 }],
    ['a value that was asked for', { event: 'sum', data: [1], id: 7 }, { event: 'sum', data: 1, id: 7, done: true }],
    ['a promise', { event: 'later', data: { name: 'Ann' } }, { event: 'later', data: 'hello Ann' }],
    ['nothing, asked for', { event: 'nothing', id: 'a' }, { event: 'nothing', id: 'a', done: true }],
    ['another event', { event: 'redirected' }, { event: 'elsewhere', data: 1 }],
    [
      'an acknowledgement',
      { event: 'acknowledged', id: 1 },
      { event: 'acknowledged', data: 'got it', id: 1, done: true },
    ],
    ['parameters without decorators', { event: 'bare', data: 1 }, { event: 'bare', data: [true, 1] }],
    ['decorated parameters', { event: 'who', data: { n: '5' } }, { event: 'who', data: [true, '/talk', 5] }],
    ['a valid DTO', { event: 'validated', data: { amount: 3 } }, { event: 'validated', data: 3 }],
  ])('%s', async (_what, asked, answered) => {
    const one = await talk(apps, { providers: [Talk] });
    expect(await one.ask(asked)).toEqual(answered);
  });

  test('a handler that returns nothing answers nothing, and each connection has an instance', async () => {
    const one = await talk(apps, { providers: [Talk] });
    one.send({ event: 'nothing' });
    expect(await one.ask({ event: 'count' })).toEqual({ event: 'count', data: 1 });
    expect(await one.ask({ event: 'count' })).toEqual({ event: 'count', data: 2 });
    expect(await (await talk(apps, { providers: [Talk] })).ask({ event: 'count' })).toEqual({
      event: 'count',
      data: 1,
    });
  });
});

describe('what goes wrong is told to the sender and to the log', () => {
  const exception = (data: object, rest = {}): object => ({
    event: 'exception',
    data: { status: 'error', ...data },
    ...rest,
  });

  test.each<[what: string, asked: unknown, answered: object, warning: string]>([
    ['no JSON', '{', exception({ code: 'WS_BAD_ENVELOPE', message: expect.any(String) }), 'no envelope'],
    ['no envelope', [1], exception({ code: 'WS_BAD_ENVELOPE', message: expect.any(String) }), 'no envelope'],
    [
      'a bad id',
      { event: 'sum', id: {} },
      exception({ code: 'WS_BAD_ENVELOPE', message: expect.any(String) }),
      'no envelope',
    ],
    [
      'an unknown event',
      { event: 'nonsense', id: 3 },
      exception({ code: 'WS_UNKNOWN_EVENT', message: expect.any(String), event: 'nonsense' }, { id: 3, done: true }),
      'nonsense',
    ],
    [
      'an invalid DTO',
      { event: 'validated', data: { amount: 11 }, id: 1 },
      exception(
        { code: 'WS_REJECTED', statusCode: 400, error: 'Bad Request', message: ['amount must not be greater than 10'] },
        { id: 1, done: true },
      ),
      'validated of Talk, the first of this connection: amount must not be greater than 10',
    ],
    [
      'a WsException',
      { event: 'rejecting', data: 'text' },
      exception({ code: 'WS_REJECTED', message: 'not now' }),
      'not now',
    ],
    [
      'a WsException with an object',
      { event: 'rejecting', data: 'object' },
      exception({ code: 'WS_REJECTED', message: 'the message was refused', reason: 'busy' }),
      'rejecting',
    ],
  ])('%s', async (_what, asked, answered, warning) => {
    const one = await talk(apps, { providers: [Talk] });
    expect(await one.ask(asked)).toEqual(answered);
    expect(one.log.takeWarnings()).toEqual([expect.stringContaining(warning)]);
    expect(await one.ask({ event: 'sum', data: [1] })).toEqual({ event: 'sum', data: 1 });
  });

  test('only the first of a connection is logged, as one line', async () => {
    const one = await talk(apps, { providers: [Talk] });
    for (const asked of ['{', { event: 'nonsense' }, { event: 'validated', data: {} }]) await one.ask(asked);
    expect(one.log.takeWarnings()).toEqual([
      expect.stringMatching(/first of this connection: the message is no envelope$/),
    ]);
    const other = await talk(apps, { providers: [Talk] });
    await other.ask({ event: 'rejecting', data: 'text' });
    expect(other.log.takeWarnings()).toEqual([expect.stringMatching(/not now$/)]);
  });

  test('a handler that fails, of which nothing leaves the server', async () => {
    const one = await talk(apps, { providers: [Talk] });
    const failed = exception({ code: 'WS_FAILED', message: 'Internal server error' });
    expect(await one.ask({ event: 'failing' })).toEqual(failed);
    expect(one.log.takeErrors()).toEqual([new Error('the password is swordfish')]);
    expect(await one.ask({ event: 'cyclic' })).toEqual(failed);
    expect(one.log.takeErrors()).toEqual([expect.any(TypeError)]);
  });
});

describe('raw messages', () => {
  @WebSocketRoute('/talk')
  class Both extends WebSocket {
    @SubscribeMessage('sum')
    sum(): number {
      return 1;
    }

    protected override receivedMessage(message: Message): void {
      this.send(message.bytes.reverse());
    }
  }

  test('what is no envelope goes to receivedMessage', async () => {
    const { client } = await talk(apps, { providers: [Both] });
    client.send(Buffer.from([1, 2, 3]));
    client.send('{"event":"sum"}');
    expect((await client.receive()).data).toEqual(Buffer.from([3, 2, 1]));
    expect((await client.receive()).json()).toEqual({ event: 'sum', data: 1 });
  });

  test('without such a hook it is refused', async () => {
    const one = await talk(apps, { providers: [Talk] });
    one.client.send(Buffer.from([1]));
    expect(await one.read()).toMatchObject({ event: 'exception', data: { code: 'WS_BAD_ENVELOPE' } });
  });

  test('a codec of its own', async () => {
    const codec: EnvelopeCodec = {
      encode: (envelope) => encode(envelope),
      decode: (message) => (message.isText ? undefined : decode(message.bytes)),
    };
    const { client } = await talk(apps, { providers: [Talk], options: { codec } });
    client.send(encode({ event: 'sum', data: [1, 2], id: 1 }));
    expect(decode((await client.receive()).bytes)).toEqual({ event: 'sum', data: 3, id: 1, done: true });
  });
});
