import { MessageBody, SubscribeMessage, WsException } from '@nestjs/websockets';
import { ConnectionClosed, WebSocket, WebSocketManager, WebSocketRoute } from '@ws4ts/core';
import { pair } from '@ws4ts/core/testing';
import { Subject } from 'rxjs';
import { EnvelopeClient, RemoteException } from '../../src/client.js';
import { createTestSocket } from '../../src/testing.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

const ticks = new Subject<number>();

interface Events {
  sum: { data: number[]; reply: number };
  no: { data: null; reply: never };
  ticks: { data: string; reply: number };
  count: { data: number; reply: number };
  never: { data: null; reply: never };
  [event: string]: { data: unknown; reply: unknown };
}

@WebSocketRoute('/sums')
class Sums extends WebSocket {
  @SubscribeMessage('sum')
  sum(@MessageBody() numbers: number[]): number {
    return numbers.reduce((sum, one) => sum + one, 0);
  }

  @SubscribeMessage('no')
  no(): never {
    throw new WsException('not now');
  }

  @SubscribeMessage('ticks')
  ticks(): Subject<number> {
    return ticks;
  }

  @SubscribeMessage('count')
  async *count(@MessageBody() to: number): AsyncGenerator<number> {
    for (let n = 1; n <= to; n++) yield n;
  }
}

async function connect() {
  const { app, log } = await apps.start({ providers: [Sums] });
  const client = new EnvelopeClient<Events>(await createTestSocket(app, '/sums'));
  return { client, log, everyone: app.get<WebSocketManager<WebSocket>>(WebSocketManager) };
}

test('requests have the answers that belong to them', async () => {
  const { client } = await connect();
  const sums = [client.request('sum', [1, 2]), client.request('sum', [3, 4])];
  expect(await Promise.all(sums)).toEqual([3, 7]);
  await client[Symbol.asyncDispose]();
});

test('a request that is answered with many resolves with the last', async () => {
  const { client } = await connect();
  expect(await client.request('count', 3)).toBe(3);
});

test('an exception rejects with all that the server said', async () => {
  const { client } = await connect();
  await expect(client.request('no', null)).rejects.toMatchObject({
    name: 'RemoteException',
    code: 'WS_REJECTED',
    message: 'not now',
    data: { status: 'error' },
  });
  await expect(client.request('nonsense', null)).rejects.toBeInstanceOf(RemoteException);
});

test('a subscription has the answers as they come, and leaving it cancels it', async () => {
  const { client } = await connect();
  const seen: number[] = [];
  for await (const n of client.subscribe('count', 3)) seen.push(n);
  expect(seen).toEqual([1, 2, 3]);
  const asked = client.subscribe('ticks', '');
  const first = asked.next();
  await client.request('sum', []);
  ticks.next(5);
  expect(await first).toEqual({ done: false, value: 5 });
  await asked.return();
  await client.request('sum', []);
  expect(ticks.observed).toBe(false);
});

test('an aborted signal ends the waiting with its reason, and cancels', async () => {
  const { client } = await connect();
  const controller = new AbortController();
  const asked = client.request('ticks', '', { signal: controller.signal });
  await client.request('sum', []);
  expect(ticks.observed).toBe(true);
  controller.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
  await client.request('sum', []);
  expect(ticks.observed).toBe(false);
  await expect(client.request('sum', [], { signal: controller.signal })).rejects.toThrow('enough');
});

test('what the server sends of its own accord goes to listeners', async () => {
  const { client, everyone } = await connect();
  const news: unknown[] = [];
  const end = client.listen('news', (data) => news.push(data));
  everyone.broadcast('{"event":"news","data":1}');
  await client.request('sum', []);
  end();
  everyone.broadcast('{"event":"news","data":2}');
  await client.request('sum', []);
  expect(news).toEqual([1]);
});

test('emit waits for nothing', async () => {
  const { client } = await connect();
  client.emit('sum', [1]);
  const answer = new Promise((resolve) => client.listen('sum', resolve));
  expect(await answer).toBe(1);
});

test('the end of the connection rejects what is pending, and what is asked later', async () => {
  const { client, everyone } = await connect();
  const asked = client.request('ticks', '');
  await client.request('sum', []);
  everyone.close(4001, 'enough');
  await expect(asked).rejects.toMatchObject({ closeCode: 4001 });
  await expect(client.request('sum', [])).rejects.toThrow(ConnectionClosed);
});

test('a server that speaks something else is closed with 1007', async () => {
  class Other extends WebSocket {
    protected override opened(): void {
      this.send('no JSON');
    }
  }
  const { server, client: socket } = await pair(Other);
  const client = new EnvelopeClient(socket);
  await expect(client.request('anything', null)).rejects.toThrow(SyntaxError);
  await server.whenClosed;
  expect(server.closeCode).toBe(1007);
});

test('answers that nobody reads are bounded', async () => {
  const { client } = await connect();
  const asked = client.subscribe('count', 2_000);
  expect(await asked.next()).toEqual({ done: false, value: 1 });
  await client.request('count', 2_000).catch(() => undefined);
  let last: unknown;
  const rest = async (): Promise<void> => {
    for await (const n of asked) last = n;
  };
  await expect(rest()).rejects.toMatchObject({ code: 'WS_TOO_SLOW' });
  expect(last).toBeLessThan(2_000);
});
