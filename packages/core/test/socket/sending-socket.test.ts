// send and flush: what is sent, what is refused, and when.
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Data } from '../../src/messages/data.js';
import { pair } from '../../src/testing/pair.js';
import { ConnectionClosed, UsageError } from '../../src/vocabulary/errors.js';
import { rejection, thrown, turns } from '../support-connection/deferred.js';
import { connectedSockets, destroySockets, establish, withRawPeer } from '../support-connection/establish.js';
import { parts } from '../support-connection/parts.js';
import { BINARY, clientFrame, CLOSE, closePayload, PONG, RawPeer, TEXT } from '../support-connection/raw-peer.js';
import { Recorder } from '../support-connection/recorder.js';

afterEach(destroySockets);

describe('send', () => {
  const bytes = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7);
  const shared = new Uint8Array(new SharedArrayBuffer(2));
  shared.set([1, 2]);

  it.each<[string, Data, number, string]>([
    ['a string', 'hé€𝄞', TEXT, '68c3a9e282acf09d849e'],
    ['an empty string', '', TEXT, ''],
    ['a lone surrogate, as U+FFFD', 'a\ud800', TEXT, '61efbfbd'],
    ['a Buffer', Buffer.from('abc'), BINARY, '616263'],
    ['an empty Uint8Array', new Uint8Array(0), BINARY, ''],
    ['a part of a Uint8Array', bytes.subarray(2, 4), BINARY, '0203'],
    ['an ArrayBuffer', bytes.buffer, BINARY, '0001020304050607'],
    ['a SharedArrayBuffer', shared.buffer, BINARY, '0102'],
    ['a DataView', new DataView(bytes.buffer, 1, 3), BINARY, '010203'],
    ['a Uint16Array', new Uint16Array(bytes.buffer, 2, 1), BINARY, '0203'],
  ])('sends %s', async (_, data, first, hex) => {
    const { socket, peer } = withRawPeer(new Recorder());
    expect(socket.send(data)).toBeUndefined();
    const frame = await peer.frame();
    expect([frame.first, frame.payload.toString('hex')]).toEqual([first, hex]);
    socket.terminate();
  });

  it.each([
    [5, '5'],
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
    [{ a: 1 }, 'an object of class Object'],
    [new Date(0), 'an object of class Date'],
    [Promise.resolve('x'), 'an object of class Promise'],
    [function later() {}, 'the function later'],
    [Symbol('s'), 'Symbol(s)'],
  ])('refuses %p and names it', async (data, name) => {
    const { socket, peer } = withRawPeer(new Recorder());
    const error = thrown(() => socket.send(data as unknown as string)) as UsageError;
    expect(error).toBeInstanceOf(UsageError);
    expect(error.code).toBe('WS_USAGE_DATA');
    expect(error.message).toMatch(new RegExp(`^${name.replace(/[()]/g, '\\$&')} is no good here: send a string`));
    await turns();
    expect(peer.bytes.length).toBe(0);
    expect(socket.isOpen).toBe(true);
    socket.terminate();
  });

  it.each([
    [null, 'null is no good'],
    ['utf8', '"utf8" is no good'],
    [{ compres: false }, '"compres" is no good'],
    [{ compress: 'no' }, '"no" is no good here: compress must be true or false'],
    [{ key: 5 }, '5 is no good here: key must be a string'],
    [{ wait: 1 }, '1 is no good here: wait must be true or false'],
  ])('refuses the options %p and names what is wrong', (options, sentence) => {
    const { socket } = withRawPeer(new Recorder());
    for (const data of ['x', parts('x')] as string[]) {
      const error = thrown(() => socket.send(data, options as object));
      expect(error).toMatchObject({ name: 'UsageError', code: 'WS_USAGE_OPTION' });
      expect((error as UsageError).message).toContain(sentence);
    }
    socket.terminate();
  });

  it('is ConnectionClosed with code and reason once closed', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.write(clientFrame(CLOSE, closePayload(4000, 'bye')));
    await peer.frame();
    expect(thrown(() => socket.send('x'))).toMatchObject({ closeCode: 4000, closeReason: 'bye', code: 'WS_CLOSED' });
    await socket.whenClosed;
    const error = thrown(() => socket.send('x'));
    expect(error).toBeInstanceOf(ConnectionClosed);
    expect(error).toMatchObject({ closeCode: 4000, closeReason: 'bye' });
    expect(await rejection(socket.send(parts('x')))).toMatchObject({ closeCode: 4000 });
  });

  it('is ConnectionClosed right after close and terminate', async () => {
    const { server, client } = await pair(Recorder);
    server.close(4000, 'ours');
    expect(thrown(() => server.send('x'))).toMatchObject({ code: 'WS_CLOSED', closeCode: 4000, closeReason: 'ours' });
    client.terminate();
    expect(thrown(() => client.send('x'))).toMatchObject({ code: 'WS_CLOSED' });
  });

  it('keeps the order of calls in microtasks, ticks and hooks', async () => {
    const act = (socket: Recorder): void => {
      socket.send('hook');
      queueMicrotask(() => {
        socket.send('microtask');
        process.nextTick(() => socket.send('tick'));
        socket.ping('ping');
      });
    };
    const { socket, peer } = withRawPeer(new Recorder({ opened: act }));
    socket.send('sync');
    const frames = await peer.frames(5);
    expect(frames.map((frame) => frame.payload.toString())).toEqual(['hook', 'sync', 'microtask', 'ping', 'tick']);
    socket.terminate();
  });

  it('leaves the bytes as they are, on the client too', async () => {
    const { server, client } = await pair(Recorder);
    const small = Buffer.from('small');
    const big = Buffer.alloc(100_000, 'big');
    client.send(small);
    client.send(big);
    await server.received(2);
    expect(small.toString()).toBe('small');
    expect(big.equals(Buffer.alloc(100_000, 'big'))).toBe(true);
    client.terminate();
  });

  it.each(['server', 'client'] as const)('lets the %s’s caller change small bytes afterwards', async (role) => {
    const [near, far] = await connectedSockets();
    const peer = new RawPeer(near);
    const socket = establish(new Recorder(), far, { role });
    const bytes = Buffer.alloc(16 * 1024, 1);
    for (let i = 1; i <= 3; i++) {
      socket.send(bytes.fill(i));
    }
    const frames = await peer.frames(3);
    expect(frames.map(({ payload }, i) => payload.equals(Buffer.alloc(16 * 1024, i + 1)))).toEqual([true, true, true]);
  });
});

describe('flush', () => {
  it('resolves at once when nothing waits', async () => {
    const { socket } = withRawPeer(new Recorder());
    await expect(socket.flush()).resolves.toBeUndefined();
    socket.terminate();
  });

  it('resolves when the socket has taken everything', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.stream.pause();
    const much = Buffer.alloc(1024 * 1024);
    socket.send(much);
    let isFlushed = false;
    const flushed = socket.flush().then(() => (isFlushed = true));
    await turns();
    expect(isFlushed).toBe(false);
    peer.stream.resume();
    await flushed;
    expect(socket.bufferedAmount).toBe(0);
    expect((await peer.frame()).payload.length).toBe(much.length);
    socket.terminate();
  });

  it('rejects with ConnectionClosed when the connection ends before, and after the end', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.stream.pause();
    socket.send(Buffer.alloc(1024 * 1024));
    const pending = rejection(socket.flush());
    peer.stream.destroy();
    expect(await pending).toMatchObject({ name: 'ConnectionClosed', closeCode: 1006 });
    await socket.whenClosed;
    expect(await rejection(socket.flush())).toMatchObject({ name: 'ConnectionClosed', closeCode: 1006 });
  });

  // After the peer's close frame this side of the socket is ended while bytes still wait in it. flush wrote once more, which
  // destroyed the socket: the peer lost messages and the answer to its close frame.
  it('rejects and harms nothing once this side is ended', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.stream.pause();
    for (let i = 0; i < 4; i++) socket.send(Buffer.alloc(20_000));
    peer.write(clientFrame(CLOSE, closePayload(4000)));
    while (socket.state === 'open') await turns(1);
    expect(await rejection(socket.flush())).toMatchObject({ name: 'ConnectionClosed', closeCode: 4000 });
    peer.stream.resume();
    expect((await peer.frames(5)).map((frame) => frame.first)).toEqual([BINARY, BINARY, BINARY, BINARY, CLOSE]);
    await socket.event('closed 4000');
  });
});

describe('bufferedAmount', () => {
  it('counts what waits for the end of the turn, small and big, and what the peer does not take', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    expect(socket.bufferedAmount).toBe(0);
    socket.send('12345');
    expect(socket.bufferedAmount).toBe(7);
    socket.ping();
    expect(socket.bufferedAmount).toBe(9);
    await socket.flush();
    expect(socket.bufferedAmount).toBe(0);
    peer.stream.pause();
    socket.send(Buffer.alloc(1024 * 1024));
    await turns();
    socket.send('12345');
    expect(socket.bufferedAmount).toBe(1024 * 1024 + 5);
    socket.terminate();
  });

  it('counts messages behind another’s in the scratch buffer', () => {
    const [one, two] = [withRawPeer(new Recorder()).socket, withRawPeer(new Recorder()).socket];
    one.send('123');
    two.send('1234');
    one.send('12345');
    expect([one.bufferedAmount, two.bufferedAmount]).toEqual([5 + 7, 6]);
    one.terminate();
    two.terminate();
  });

  it('does not count pongs that have left', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.write(clientFrame(0x89, 'x'));
    expect((await peer.frame()).first).toBe(PONG);
    expect(socket.bufferedAmount).toBe(0);
    socket.terminate();
  });
});
