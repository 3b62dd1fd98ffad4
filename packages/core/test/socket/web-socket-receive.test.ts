// receive and for await: for who would rather ask than be told.
import { afterEach, describe, expect, it } from '@jest/globals';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { WebSocket } from '../../src/socket/web-socket.js';
import { pair } from '../../src/testing/pair.js';
import { rejection, turns, until } from '../support-connection/deferred.js';
import { connectedSockets, destroySockets, establish, withRawPeer } from '../support-connection/establish.js';
import { clientFrame, CLOSE, closePayload, serversFrame, TEXT } from '../support-connection/raw-peer.js';
import { Recorder } from '../support-connection/recorder.js';

afterEach(destroySockets);

const text = (data: string): Buffer => clientFrame(TEXT, data);
const bye = (code: number): Buffer => clientFrame(CLOSE, closePayload(code, 'bye'));

async function all(socket: WebSocket): Promise<(string | Buffer)[]> {
  const list: (string | Buffer)[] = [];
  for await (const message of socket) list.push(message.data);
  return list;
}

describe('receive', () => {
  it('gives the messages in order to who asks, one each', async () => {
    const { socket, peer } = withRawPeer(new WebSocket());
    const taken = [socket.receive(), socket.receive(), socket.receive()];
    peer.write(text('one'), text('two'));
    peer.write(text('three'));
    expect((await Promise.all(taken)).map(({ data }) => data)).toEqual(['one', 'two', 'three']);
    socket.terminate();
  });

  it('gives what came before the end, then rejects with ConnectionClosed', async () => {
    const { socket, peer } = withRawPeer(new WebSocket());
    peer.write(text('one'), text('two'), bye(4000));
    await socket.whenClosed;
    expect([(await socket.receive()).data, (await socket.receive()).data]).toEqual(['one', 'two']);
    expect(await rejection(socket.receive())).toMatchObject({
      name: 'ConnectionClosed',
      closeCode: 4000,
      closeReason: 'bye',
    });
  });

  it('rejects who waits when the connection ends', async () => {
    const { socket, peer } = withRawPeer(new WebSocket());
    const waiting = [rejection(socket.receive()), rejection(socket.receive())];
    peer.stream.destroy();
    for (const error of await Promise.all(waiting)) expect(error).toMatchObject({ closeCode: 1006 });
  });

  // The first receive after the end began to keep messages, of which none could come: it waited for ever.
  it('rejects when the end came before the first call', async () => {
    const { socket, peer } = withRawPeer(new WebSocket());
    peer.write(bye(4000));
    await socket.whenClosed;
    expect(await rejection(socket.receive())).toMatchObject({ name: 'ConnectionClosed', closeCode: 4000 });
  });

  it('can be called before the connection stands', async () => {
    const socket = new WebSocket();
    const first = socket.receive();
    withRawPeer(socket, { head: text('early') });
    expect((await first).data).toBe('early');
    socket.terminate();
  });

  // What came before the first call was lost, on a server and with a class: such as all that came while a token was looked up.
  it('gives what came before the first call, in whatever class', async () => {
    class Plain extends WebSocket {}
    for (const role of ['server', 'client'] as const) {
      const { socket, peer } = withRawPeer(new Plain(), { role });
      peer.write(role === 'server' ? text('early') : serversFrame(TEXT, 'early'));
      await turns();
      expect((await socket.receive()).data).toBe('early');
      socket.terminate();
    }
  });
});

// An endpoint that only sends would not have read its client's close frame behind more messages than are kept.
describe('an endpoint that never asks', () => {
  it('drops what finds no room, says so once, and hears the end', async () => {
    class Ticker extends WebSocket {}
    const warnings: string[] = [];
    const logger = { warn: (line: string) => void warnings.push(line), error: () => undefined };
    const { socket, peer } = withRawPeer(new Ticker(), { options: { logger } });
    peer.write(...Array.from({ length: 300 }, (_, i) => text(String(i))), bye(4000));
    await socket.whenClosed;
    expect(socket.closeCode).toBe(4000);
    expect(warnings).toEqual([expect.stringContaining('dropping messages that nobody asks for')]);
    expect((await all(socket).catch((error: unknown) => error)) as object).toMatchObject({ closeCode: 4000 });
  });
});

describe('for await', () => {
  it.each([1000, 1001])('ends when the connection closes with %d', async (code) => {
    const { socket, peer } = withRawPeer(new WebSocket());
    peer.write(text('one'), text('two'), bye(code));
    expect(await all(socket)).toEqual(['one', 'two']);
  });

  it('ends when the peer gave no code', async () => {
    const { socket, peer } = withRawPeer(new WebSocket());
    peer.write(text('one'), clientFrame(CLOSE));
    expect(await all(socket)).toEqual(['one']);
  });

  it.each([4000, 1011, 1008])('throws ConnectionClosed when it closes with %d', async (code) => {
    const { socket, peer } = withRawPeer(new WebSocket());
    peer.write(text('one'), bye(code));
    const seen: unknown[] = [];
    const loop = async (): Promise<void> => {
      for await (const message of socket) seen.push(message.data);
    };
    expect(await rejection(loop())).toMatchObject({ name: 'ConnectionClosed', closeCode: code, closeReason: 'bye' });
    expect(seen).toEqual(['one']);
  });

  it('throws when the connection is lost, with the cause', async () => {
    const [near, far] = await connectedSockets();
    const client = establish(new WebSocket(), near, { role: 'client' });
    const waiting = rejection(all(client));
    far.resetAndDestroy();
    expect(await waiting).toMatchObject({ closeCode: 1006, cause: { code: 'ECONNRESET' } });
  });

  it('may be left and taken up again, and nothing is lost', async () => {
    const { server, client } = await pair(Recorder);
    for (let i = 0; i < 5; i++) server.send(String(i));
    server.close();
    for await (const message of client) if (message.data === '2') break;
    expect(await all(client)).toEqual(['3', '4']);
  });

  it('shares the messages with others who ask', async () => {
    const { server, client } = await pair(Recorder);
    const lists = [all(client), all(client)];
    for (let i = 0; i < 10; i++) server.send(String(i));
    server.close();
    const [one, two] = await Promise.all(lists);
    expect([...one!, ...two!].map(Number).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('asking in opened', () => {
  // Nothing was read while opened was pending, and opened waited for what was to be read: for ever.
  it.each([0, 1, 8])('works at once and later, and closed waits for it (after %d turns)', async (wait) => {
    const events: string[] = [];
    class Asking extends WebSocket {
      protected override async opened() {
        if (wait > 0) await turns(wait);
        for await (const { text: said } of this) {
          this.send(said.toUpperCase());
          events.push(said);
        }
        await turns(2);
        events.push('opened has ended');
      }
      protected override closed(code: number) {
        events.push(`closed ${code}`);
      }
    }
    const { server, client } = await pair(Asking);
    for (let i = 0; i < 600; i++) client.send('x');
    for (let i = 0; i < 600; i++) expect((await client.receive()).text).toBe('X');
    client.close();
    await server.whenClosed;
    expect(events.slice(600)).toEqual(['opened has ended', 'closed 1000']);
  });

  it('ends with a client that vanishes, and that is nobody’s failure', async () => {
    const [near, far] = await connectedSockets();
    const seen: unknown[] = [];
    class Asking extends WebSocket {
      protected override async opened() {
        for await (const message of this) seen.push(message.data);
      }
      protected override unhandledError(error: unknown) {
        seen.push(error);
      }
    }
    const socket = establish(new Asking(), far);
    near.write(text('one'));
    await until(() => seen.length > 0);
    near.resetAndDestroy();
    await socket.whenClosed;
    expect([seen, socket.closeCode]).toEqual([['one'], 1006]);
  });

  it('tells of what it throws, and closes with 1011', async () => {
    const boom = new Error('boom');
    const errors: unknown[] = [];
    class Asking extends WebSocket {
      protected override async opened() {
        await this.receive();
        throw boom;
      }
      protected override unhandledError(error: unknown) {
        errors.push(error);
      }
    }
    const { client } = await pair(Asking);
    client.send('x');
    await client.whenClosed;
    expect([client.closeCode, errors]).toEqual([1011, [boom]]);
  });
});

describe('a consumer that stops asking', () => {
  // The peer's close frame stood behind messages that nobody read, so the connection was cut by closeTimeout: 1006.
  it.each(['close()', 'await using'])('and closes by %s ends as it should', async (how) => {
    const [near, far] = await connectedSockets();
    const client = establish(new WebSocket(), near, { role: 'client', options: { closeTimeout: 60_000 } });
    const server = establish(new EchoWebSocket(), far);
    for (let i = 0; i < 1_000; i++) server.send(String(i).padEnd(1_024));
    await client.receive();
    await until(() => near.isPaused());
    if (how === 'close()') client.close();
    else await client[Symbol.asyncDispose]();
    await Promise.all([client.whenClosed, server.whenClosed]);
    expect([client.closeCode, server.closeCode]).toEqual([1000, 1000]);
    // What had come by then is still there.
    expect((await client.receive()).text.trim()).toBe('1');
  });

  it('stops the peer, and goes on where it stopped', async () => {
    const [near, far] = await connectedSockets();
    const client = establish(new WebSocket(), near, { role: 'client' });
    const count = 1000;
    const payload = (i: number): string => String(i).padEnd(16 * 1024, '.');
    for (let i = 0; i < count; i++) far.write(serversFrame(TEXT, payload(i)));
    await until(() => near.isPaused());
    await turns(20);
    expect(far.writableLength).toBeGreaterThan(1024 * 1024);
    expect(near.bytesRead).toBeLessThan(1024 * 1024);
    for (let i = 0; i < count; i++) expect((await client.receive()).data).toBe(payload(i));
    client.terminate();
  });
});
