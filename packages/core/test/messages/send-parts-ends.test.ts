// Messages of parts whose connection ends, whose peer is slow, or whose socket is in a group.
import { describe, expect, it, jest } from '@jest/globals';
import type { Data } from '../../src/messages/data.js';
import { Group } from '../../src/groups/group.js';
import { CollectingLogger } from '../support-connection/collecting-logger.js';
import { deferred, rejection, thrown, turns, until } from '../support-connection/deferred.js';
import { withRawPeer } from '../support-connection/establish.js';
import { fed, parts } from '../support-connection/parts.js';
import { clientFrame, CLOSE, closePayload, type RawPeer } from '../support-connection/raw-peer.js';
import { Recorder } from '../support-connection/recorder.js';

describe('a connection that ends while a message is under way', () => {
  it('rejects with ConnectionClosed after our close, and ends the iterable', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const finished = deferred();
    const more = deferred();
    async function* held(): AsyncGenerator<string> {
      try {
        yield 'one';
        await more.promise;
        yield 'two';
      } finally {
        finished.resolve();
      }
    }
    const sent = rejection(socket.send(held()));
    expect((await peer.frame()).first).toBe(0x01);
    socket.close(4000, 'ours');
    expect(await peer.frame()).toMatchObject({ first: CLOSE, payload: closePayload(4000, 'ours') });
    more.resolve();
    expect(await sent).toMatchObject({ name: 'ConnectionClosed', closeCode: 4000 });
    await finished.promise;
    expect(peer.bytes.length).toBe(0);
    peer.write(clientFrame(CLOSE, closePayload(4000)));
    await socket.event('closed 4000');
    expect(socket.errors).toEqual([]);
  });

  it('rejects with ConnectionClosed after the peer’s, and drops what waits behind', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const stream = fed();
    const sent = rejection(socket.send(stream.parts));
    socket.send('behind');
    const behind = rejection(socket.send(parts('behind', 'too')));
    peer.write(clientFrame(CLOSE, closePayload(4001)));
    await socket.whenClosed;
    stream.give('one');
    expect(await sent).toMatchObject({ name: 'ConnectionClosed', closeCode: 4001 });
    expect(await behind).toMatchObject({ name: 'ConnectionClosed', closeCode: 4001 });
    expect((await peer.frame()).first).toBe(CLOSE);
    expect(peer.bytes.length).toBe(0);
    expect(socket.bufferedAmount).toBe(0);
  });

  // What was sent behind a message of parts was kept also when the connection had ended: instead of the ConnectionClosed
  // that send promises, it vanished.
  it('lets send throw ConnectionClosed as ever', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const stream = fed();
    const sent = rejection(socket.send(stream.parts));
    peer.write(clientFrame(CLOSE, closePayload(4001)));
    await socket.whenClosed;
    expect(thrown(() => socket.send('x'))).toMatchObject({ name: 'ConnectionClosed', closeCode: 4001 });
    stream.give('one');
    await sent;
  });

  it('rejects when the peer vanishes while it does not take the parts', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.stream.pause();
    const sent = rejection(socket.send(parts<Data>(Buffer.alloc(1024 * 1024), 'never reached')));
    await turns();
    peer.stream.destroy();
    expect(await sent).toMatchObject({ name: 'ConnectionClosed', closeCode: 1006 });
    await socket.whenClosed;
  });
});

/** Parts that wait for something else than the connection, and note that they were let go of. */
function waiting() {
  const returned = jest.fn(() => Promise.resolve({ done: true as const, value: undefined }));
  const next = (): Promise<IteratorResult<string>> => new Promise(() => undefined);
  return { returned, parts: { [Symbol.asyncIterator]: () => ({ next, return: returned }) } };
}

describe('parts that wait while the connection ends', () => {
  // The promise was pending for ever; awaited in a hook, it kept `closed` from being called.
  it.each<[string, number, (socket: Recorder, peer: RawPeer) => void]>([
    ['our close', 4000, (socket) => socket.close(4000)],
    ['the peer’s close', 4001, (_, peer) => peer.write(clientFrame(CLOSE, closePayload(4001)))],
    ['a lost network', 1006, (_, peer) => void peer.stream.destroy()],
  ])('are let go of at %s, and who sends them hears of it', async (_, code, end) => {
    const held = waiting();
    const errors: unknown[] = [];
    const opened = (socket: Recorder): Promise<void> | undefined => {
      const sent = socket.send(held.parts).catch((error: unknown) => void errors.push(error));
      // The peer's close is read once no hook is pending.
      return code === 4001 ? undefined : sent;
    };
    const { socket, peer } = withRawPeer(new Recorder({ opened }));
    await turns();
    end(socket, peer);
    await until(() => errors.length > 0);
    expect(errors).toMatchObject([{ name: 'ConnectionClosed', closeCode: code }]);
    expect(held.returned).toHaveBeenCalledTimes(1);
    peer.stream.destroy();
    await socket.event('closed');
  });

  it('are not asked at all when it has ended', async () => {
    const { socket } = withRawPeer(new Recorder());
    socket.terminate();
    await socket.whenClosed;
    const next = jest.fn(() => new Promise<IteratorResult<string>>(() => undefined));
    expect(await rejection(socket.send({ [Symbol.asyncIterator]: () => ({ next }) }))).toMatchObject({
      closeCode: 1006,
    });
    expect(next).not.toHaveBeenCalled();
  });
});

describe('a promise that nobody waits for', () => {
  // One that had been queued rejected with nobody to hear it: a client that vanished ended the whole process.
  it('does not end the process, and what the parts throw is logged once', async () => {
    const unheard = jest.fn();
    process.on('unhandledRejection', unheard);
    try {
      const logger = new CollectingLogger();
      const { socket, peer } = withRawPeer(new Recorder(), { options: { logger } });
      const boom = new Error('boom');
      void socket.send(failing(boom));
      await until(() => logger.errors.length > 0);
      for (let i = 0; i < 3; i++) void socket.send(waiting().parts);
      peer.stream.destroy();
      await socket.whenClosed;
      await turns();
      expect(logger.errors).toEqual([{ line: 'the parts of a message have failed', error: boom }]);
      expect(unheard).not.toHaveBeenCalled();
    } finally {
      process.off('unhandledRejection', unheard);
    }
  });
});

// oxlint-disable-next-line require-yield
async function* failing(error: Error): AsyncGenerator<string> {
  await Promise.resolve();
  throw error;
}

describe('a peer that does not read', () => {
  it('stops the parts until it reads again', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.stream.pause();
    let asked = 0;
    const count = 200;
    async function* many(): AsyncGenerator<Buffer> {
      for (; asked < count; asked++) yield Buffer.alloc(10_000, asked);
    }
    const sent = socket.send(many());
    let before = -1;
    while (before !== asked) {
      before = asked;
      await turns();
    }
    expect(asked).toBeLessThan(50);
    expect(socket.bufferedAmount).toBeLessThan(500_000);
    peer.stream.resume();
    await sent;
    expect(asked).toBe(count);
    const frames = await peer.frames(count + 1);
    expect(frames.every(({ payload }, i) => i === count || payload.equals(Buffer.alloc(10_000, i)))).toBe(true);
    socket.terminate();
  });
});

describe('a broadcast', () => {
  it('to a member that sends parts waits behind them; the others get it at once', async () => {
    const group = new Group<Recorder>();
    const [busy, idle] = [withRawPeer(new Recorder()), withRawPeer(new Recorder())];
    group.add(busy.socket);
    group.add(idle.socket);
    const stream = fed();
    const sent = busy.socket.send(stream.parts);
    stream.give('part');
    expect((await busy.peer.frame()).payload.toString()).toBe('part');
    const bytes = Buffer.from('to all');
    expect(group.broadcast(bytes)).toEqual({ sent: 2, missed: [] });
    bytes.fill(0);
    expect((await idle.peer.frame()).payload.toString()).toBe('to all');
    expect(busy.peer.bytes.length).toBe(0);
    stream.end();
    await sent;
    const frames = await busy.peer.frames(2);
    expect(frames.map(({ first, payload }) => [first, payload.toString()])).toEqual([
      [0x80, ''],
      [0x82, 'to all'],
    ]);
    busy.socket.terminate();
    idle.socket.terminate();
    await until(() => group.size === 0);
  });
});
