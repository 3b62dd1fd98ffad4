// A client at work: what it sends, and reading by `receive()` and `for await`, at the reader's own pace.
import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from '../../src/client/connect.js';
import { silentLogger } from '../../src/options/logger.js';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { WebSocket } from '../../src/socket/web-socket.js';
import { ConnectionClosed } from '../../src/vocabulary/errors.js';
import { readFrames } from '../support/read-frames.js';
import { deferred, rejection, turns, until } from '../support-connection/deferred.js';
import { Recorder, recording } from '../support-connection/recorder.js';
import { rawServer } from '../support-client/raw-server.js';
import { closeServers, serve } from '../support-client/servers.js';

afterEach(closeServers);

/** A server that says `one` and `two`, then closes. */
const closing = (code: number, reason = '') =>
  serve(
    recording({
      opened: (socket) => {
        socket.send('one');
        socket.send('two');
        socket.close(code, reason);
      },
    }),
  );

describe('a client masks', () => {
  it.each([5, 1000, 20_000, 100_000])('%d bytes with a key of its own, and leaves what it was given', async (size) => {
    const given = deferred<Parameters<Parameters<typeof rawServer>[0]>[0]>();
    const { url } = await rawServer((caller) => {
      caller.peer.write(Buffer.from(caller.right()));
      given.resolve(caller);
    });
    const client = await connect(url);
    const { peer } = await given.promise;
    const payload = Buffer.alloc(size, 'a');
    const count = 20;
    for (let i = 0; i < count; i++) client.send(payload);
    await client.flush();
    expect(payload.equals(Buffer.alloc(size, 'a'))).toBe(true);
    const headerSize = size < 126 ? 6 : size < 65_536 ? 8 : 14;
    await until(() => peer.bytes.length === count * (size + headerSize));
    const keys = Array.from({ length: count }, (_, i) =>
      peer.bytes.readUInt32BE(i * (size + headerSize) + headerSize - 4),
    );
    expect(new Set(keys).size).toBe(count);
    for (const frame of readFrames(peer.bytes)) {
      expect([frame.masked, frame.opcode, frame.payload.equals(payload)]).toEqual([true, 2, true]);
    }
    client.terminate();
  });
});

describe('receive', () => {
  it('gives the messages in order, asked for before or after they come', async () => {
    const { url } = await serve(EchoWebSocket);
    await using client = await connect(url);
    const early = [client.receive(), client.receive()];
    for (const text of ['one', 'two', 'three', 'four']) client.send(text);
    const messages = [...(await Promise.all(early)), await client.receive(), await client.receive()];
    expect(messages.map(({ data }) => data)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('rejects once the connection is over, after what came before', async () => {
    const { url } = await closing(4000, 'enough');
    const client = await connect(url);
    await client.whenClosed;
    expect([(await client.receive()).data, (await client.receive()).data]).toEqual(['one', 'two']);
    for (let i = 0; i < 2; i++) {
      const error = await rejection(client.receive());
      expect(error).toBeInstanceOf(ConnectionClosed);
      expect(error).toMatchObject({ closeCode: 4000, closeReason: 'enough' });
    }
  });

  it('rejects for all who wait when the connection is cut', async () => {
    const served = await serve(Recorder);
    const client = await connect(served.url);
    const waiting = [rejection(client.receive()), rejection(client.receive())];
    (await served.opened()).terminate();
    expect(await Promise.all(waiting)).toMatchObject([{ closeCode: 1006 }, { closeCode: 1006 }]);
  });
});

describe('for await', () => {
  it.each([1000, 1001])('ends when the connection closes with %d', async (code) => {
    const { url } = await closing(code, 'bye');
    const data: unknown[] = [];
    for await (const message of await connect(url)) data.push(message.data);
    expect(data).toEqual(['one', 'two']);
  });

  it.each([1011, 3000, 4000])('throws when it closes with %d, after the messages', async (code) => {
    const { url } = await closing(code, 'no');
    const data: unknown[] = [];
    const reading = (async () => {
      for await (const message of await connect(url)) data.push(message.data);
    })();
    expect(await rejection(reading)).toMatchObject({ name: 'ConnectionClosed', closeCode: code, closeReason: 'no' });
    expect(data).toEqual(['one', 'two']);
  });

  it('throws when the server breaks the protocol', async () => {
    const { url } = await rawServer(({ peer, right }) => peer.write(Buffer.from(`${right()}\x81\x80`, 'latin1')));
    const client = await connect(url, { logger: silentLogger });
    const next = rejection(client[Symbol.asyncIterator]().next());
    expect(await next).toMatchObject({ name: 'ConnectionClosed', closeCode: 1002 });
  });

  it('may be left and begun again; nothing is lost between', async () => {
    const { url } = await serve(EchoWebSocket);
    await using client = await connect(url);
    for (const text of ['1', '2', '3', '4']) client.send(text);
    const data: unknown[] = [];
    for await (const message of client) if (data.push(message.data) === 2) break;
    for await (const message of client) if (data.push(message.data) === 4) break;
    expect(data).toEqual(['1', '2', '3', '4']);
  });

  it('reads on the side of a server too', async () => {
    const done = deferred<unknown[]>();
    class Reader extends WebSocket {
      protected override opened(): void {
        void this.#read();
      }

      async #read(): Promise<void> {
        const data: unknown[] = [];
        for await (const message of this) data.push(message.data);
        done.resolve(data);
      }
    }
    const { url } = await serve(Reader);
    const client = await connect(url);
    const texts = Array.from({ length: 1000 }, (_, i) => `message ${i}`);
    for (const text of texts) client.send(text);
    client.close();
    expect(await done.promise).toEqual(texts);
  });
});

describe('await using', () => {
  it('closes with 1000, and waits until all is over', async () => {
    const served = await serve(Recorder);
    const outer = await (async () => {
      await using client = await connect(served.url);
      return client;
    })();
    expect([outer.state, outer.closeCode]).toEqual(['closed', 1000]);
    const server = await served.opened();
    await server.whenClosed;
    expect(server.events.at(-1)).toBe('closed 1000');
  });

  it('does not mind a connection that has ended', async () => {
    const { url } = await closing(4000);
    await using client = await connect(url);
    await client.whenClosed;
    expect(client.closeCode).toBe(4000);
  });
});

describe('a slow reader', () => {
  const SIZE = 64 * 1024;
  const COUNT = 1024;

  it.each([false, true])('holds its server back, and loses nothing of 64 MiB, compressed: %p', async (compression) => {
    let sent = 0;
    const sending = recording({
      opened: (socket) => {
        void (async () => {
          for (let i = 0; i < COUNT; i++) {
            const message = Buffer.alloc(SIZE, i & 0xff);
            message.writeUInt32BE(i);
            socket.send(message);
            await socket.flush();
            sent++;
          }
          socket.close();
        })();
      },
    });
    const { url } = await serve(sending, { options: { compression: compression && { level: 0 } } });
    const client = await connect(url, { compression });
    expect(client.isCompressed).toBe(compression);
    // Once nothing has gone for many turns, all that buffers take has been taken.
    for (let still = 0, before = -1; still < 200; still++) {
      if (sent !== before) still = 0;
      before = sent;
      await turns(1);
    }
    expect(sent).toBeLessThan(COUNT / 2);
    let next = 0;
    for await (const { bytes } of client) {
      expect([bytes.length, bytes.readUInt32BE(), bytes[SIZE - 1]]).toEqual([SIZE, next, next & 0xff]);
      next++;
      if (next % 100 === 0) await turns();
    }
    expect([next, sent]).toEqual([COUNT, COUNT]);
  });
});
