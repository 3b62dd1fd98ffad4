import { afterEach, describe, expect, it } from '@jest/globals';
import { pair } from '@ws4ts/core/testing';
import { ConnectionClosed, HandshakeError, UsageError, type WebSocket } from '@ws4ts/core';
import { CollectedLog } from '@ws4ts/contract';
import { GatewaySocket, type GatewayHost } from '../../../src/gateways/client/gateway-socket.js';
import OtherWebSocket from 'ws';

const log = new CollectedLog();
const host = (changes: Partial<GatewayHost> = {}): GatewayHost => ({
  reading: { parser: () => undefined, logger: log },
  requested: () => undefined,
  opened: () => undefined,
  closed: () => undefined,
  ...changes,
});

interface Ends {
  readonly server: GatewaySocket;
  readonly client: WebSocket;
}

const ends: Ends[] = [];
afterEach(async () => {
  for (const { server, client } of ends.splice(0)) {
    client.terminate();
    await server.whenClosed;
  }
  if (log.takeErrors().length > 0) throw new Error('something has failed that no test has asked for');
});

async function connect(options: Parameters<typeof pair>[1] = {}, changes: Partial<GatewayHost> = {}): Promise<Ends> {
  class Client extends GatewaySocket {
    constructor() {
      super(host(changes));
    }
  }
  const both = await pair(Client, { ...options, server: { logger: log, ...options.server } });
  ends.push(both);
  return both;
}

/** The payload of the next pong. */
const pong = (socket: GatewaySocket): Promise<Buffer> => new Promise((resolve) => socket.once('pong', resolve));

describe('GatewaySocket', () => {
  it('has the constants and the state of ws', async () => {
    const { server, client } = await connect();
    for (const name of ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'] as const) {
      expect([GatewaySocket[name], server[name]]).toEqual([OtherWebSocket[name], OtherWebSocket[name]]);
    }
    expect(new GatewaySocket(host()).readyState).toBe(0);
    expect(server.readyState).toBe(1);
    server.close();
    expect(server.readyState).toBe(2);
    await client.whenClosed;
    await server.whenClosed;
    expect(server.readyState).toBe(3);
  });

  it('tells what was agreed on', async () => {
    const { server } = await connect({
      route: '/chat',
      path: '/chat?room=1',
      subprotocols: ['v2'],
      server: { subprotocols: 'any', compression: true },
      client: { compression: true },
    });
    expect([server.url, server.protocol, server.extensions]).toEqual(['/chat?room=1', 'v2', 'permessage-deflate']);
    const { server: plain } = await connect();
    expect([plain.url, plain.protocol, plain.extensions]).toEqual(['/', '', '']);
  });

  it('tells its server of its life, with the request', async () => {
    const told: unknown[] = [];
    const { server, client } = await connect(
      { route: '/', path: '/?a=1' },
      {
        opened: (socket, request) => void told.push(['opened', socket.readyState, request.url]),
        closed: (socket) => void told.push(['closed', socket.readyState]),
      },
    );
    server.on('close', (code, reason) => told.push([code, reason.toString()]));
    client.close(4000, 'enough');
    await server.whenClosed;
    expect(told).toEqual([
      ['opened', 1, '/?a=1'],
      ['closed', 3],
      [4000, 'enough'],
    ]);
  });

  it('is not let in when its server says no', async () => {
    const refused = connect({}, { requested: () => Promise.reject(new HandshakeError(402, 'pay first')) });
    await expect(refused).rejects.toMatchObject({ status: 402 });
    expect(log.takeWarnings()).toHaveLength(1);
  });

  it.each<
    [data: string | number | Buffer | null | undefined, options: { binary?: boolean } | undefined, seen: unknown]
  >([
    ['text', undefined, 'text'],
    ['text', { binary: true }, Buffer.from('text')],
    [Buffer.from('bytes'), undefined, Buffer.from('bytes')],
    [Buffer.from('bytes'), { binary: false }, 'bytes'],
    [5, undefined, '5'],
    [null, undefined, ''],
    [undefined, {}, ''],
  ])('sends %p, with %p, as %p', async (data, options, seen) => {
    const { server, client } = await connect();
    await new Promise<unknown>((resolve) => server.send(data, options, resolve));
    expect((await client.receive()).data).toEqual(seen);
  });

  it('calls back when a message or a ping is sent, also where the callback comes second', async () => {
    const { server, client } = await connect();
    await expect(new Promise((resolve) => server.send('one', resolve))).resolves.toBeUndefined();
    await expect(new Promise((resolve) => server.ping('two', false, resolve))).resolves.toBeUndefined();
    expect((await client.receive()).text).toBe('one');
  });

  it('sends parts as one message', async () => {
    const { server, client } = await connect();
    async function* parts() {
      yield 'a';
      yield 'b';
    }
    await server.send(parts());
    expect((await client.receive()).text).toBe('ab');
  });

  it('drops what is sent to who is going, and tells the callback alone', async () => {
    const { server } = await connect();
    server.close();
    server.send('too late');
    server.send('too late', {});
    server.ping();
    await expect(new Promise((resolve) => server.send('too late', resolve))).resolves.toBeInstanceOf(ConnectionClosed);
    await expect(new Promise((resolve) => server.ping(1, true, resolve))).resolves.toBeInstanceOf(ConnectionClosed);
  });

  it('throws for what cannot be sent', async () => {
    const { server } = await connect();
    expect(() => server.send({} as string)).toThrow(UsageError);
    expect(() => server.close(1005)).toThrow(UsageError);
  });

  it('closes with a code and a reason, which may be bytes, or with 1000', async () => {
    const { server, client } = await connect();
    server.close(4001, Buffer.from('enough'));
    await client.whenClosed;
    expect([client.closeCode, client.closeReason]).toEqual([4001, 'enough']);
    const other = await connect();
    other.server.close();
    await other.client.whenClosed;
    expect(other.client.closeCode).toBe(1000);
  });

  it('emits messages: a text as its bytes, binary ones as binaryType says', async () => {
    const { server, client } = await connect();
    const heard: unknown[] = [];
    server.on('message', (data, isBinary) => heard.push([data, isBinary]));
    client.send('text');
    client.send(Buffer.from([1]));
    server.ping();
    await pong(server);
    server.binaryType = 'arraybuffer';
    client.send(Buffer.from([2]));
    server.ping();
    await pong(server);
    expect(heard).toEqual([
      [Buffer.from('text'), false],
      [Buffer.from([1]), true],
      [Uint8Array.of(2).buffer, true],
    ]);
  });

  it('emits pongs', async () => {
    const { server } = await connect();
    const answer = pong(server);
    server.ping('are you there?');
    expect(await answer).toEqual(Buffer.from('are you there?'));
  });

  it('closes with 1011 when a listener throws, and tells the log and whoever listens to errors', async () => {
    for (const isHeard of [true, false]) {
      const { server, client } = await connect();
      const heard: unknown[] = [];
      const failure = new Error('in a listener');
      if (isHeard) server.on('error', (error) => heard.push(error));
      server.on('message', () => {
        throw failure;
      });
      client.send('go');
      await client.whenClosed;
      expect(client.closeCode).toBe(1011);
      expect(heard).toEqual(isHeard ? [failure] : []);
      expect(log.takeErrors()).toEqual([failure]);
    }
  });

  it('gives messages to handlers', async () => {
    const { server, client } = await connect(
      {},
      { reading: { parser: (data) => ({ event: 'any', data }), logger: log } },
    );
    server.bind([{ message: 'any', callback: (data) => Promise.resolve(data) }], () => {
      throw new Error('a plain value needs no transform');
    });
    client.send('hello');
    expect((await client.receive()).json()).toBe('hello');
  });
});
