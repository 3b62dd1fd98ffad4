// All that is sent in one turn leaves in one write, whole and in order.
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { TLSSocket } from 'node:tls';
import { Outbox } from '../../src/connection/outbox.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { turns, until } from '../support-connection/deferred.js';
import { connectedSockets, destroySockets } from '../support-connection/establish.js';
import { both, NOBODY, put, spyOnWrites } from '../support-connection/outboxes.js';
import { RawPeer } from '../support-connection/raw-peer.js';

afterEach(() => {
  destroySockets();
  jest.restoreAllMocks();
});

describe('an outbox', () => {
  it('writes once what is put in in one turn: on ticks and microtasks of it, too', async () => {
    for (const { stream } of await both()) {
      const { texts } = spyOnWrites(stream);
      const outbox = new Outbox(stream, NOBODY);
      put(outbox, 'one ');
      put(outbox, 'two ');
      process.nextTick(() => put(outbox, 'later'));
      expect(texts).toEqual([]);
      expect(outbox.bufferedAmount).toBe(8);
      await turns(1);
      expect(texts).toEqual(['one two ', 'later']);
      expect(outbox.bufferedAmount).toBe(0);
    }
  });

  it('holds everything back while it is corked', async () => {
    for (const { stream } of await both()) {
      const { texts } = spyOnWrites(stream);
      const outbox = new Outbox(stream, NOBODY);
      outbox.cork();
      put(outbox, 'one ');
      outbox.share(Buffer.from('shared '));
      put(outbox, 'two');
      await turns(1);
      expect(texts).toEqual([]);
      outbox.uncork();
      expect(texts).toEqual(['one shared two']);
      outbox.uncork();
      outbox.flush();
      await turns(1);
      expect(texts.length).toBe(1);
    }
  });

  it('keeps apart and in order what several put in by turns', async () => {
    const streams = [...(await both()), ...(await both())];
    const spies = streams.map(({ stream }) => spyOnWrites(stream));
    const outboxes = streams.map(({ stream }) => new Outbox(stream, NOBODY));
    for (let round = 0; round < 5; round++) outboxes.forEach((outbox, i) => put(outbox, `${i}:${round} `));
    expect(outboxes.map((outbox) => outbox.bufferedAmount)).toEqual([20, 20, 20, 20]);
    await turns(1);
    expect(spies.map(({ texts }) => texts)).toEqual([0, 1, 2, 3].map((i) => [`${i}:0 ${i}:1 ${i}:2 ${i}:3 ${i}:4 `]));
  });

  it('begins anew when the scratch buffer is full', async () => {
    for (const { stream, far } of await both()) {
      const peer = new RawPeer(far);
      const { texts } = spyOnWrites(stream);
      const outbox = new Outbox(stream, NOBODY);
      const parts = Array.from({ length: 5 }, (_, i) => String(i).repeat(20_000));
      for (const part of parts) put(outbox, part);
      expect(texts).toEqual([parts.slice(0, 3).join('')]);
      await turns(1);
      expect(texts.length).toBe(2);
      await until(() => peer.bytes.length === 100_000);
      expect(peer.bytes.toString('latin1')).toBe(parts.join(''));
    }
  });

  it('hands big bytes to a socket of the system as they are, and to any other as a copy', async () => {
    const [system, memory] = await both();
    const big = Buffer.alloc(200_000, 1);
    for (const { stream } of [system!, memory!]) {
      const { buffers } = spyOnWrites(stream);
      const outbox = new Outbox(stream, NOBODY);
      put(outbox, 'head');
      outbox.push(big);
      expect(buffers.map(({ length }) => length)).toEqual([4, big.length]);
      expect(buffers[1]!.buffer === big.buffer).toBe(stream === system!.stream);
    }
  });

  it('hands a socket of TLS a copy: it keeps what it cannot encrypt yet', async () => {
    const [, stream] = await connectedSockets();
    const secure = new TLSSocket(stream);
    const { buffers } = spyOnWrites(secure);
    const big = Buffer.alloc(200_000, 1);
    new Outbox(secure, NOBODY).push(big);
    expect(buffers[0]!.equals(big)).toBe(true);
    expect(buffers[0]!.buffer).not.toBe(big.buffer);
    secure.destroy();
  });

  it('joins what is pushed while it is small, so that the caller may change it', async () => {
    for (const { stream } of await both()) {
      const { texts, buffers } = spyOnWrites(stream);
      const outbox = new Outbox(stream, NOBODY);
      const bytes = Buffer.alloc(20_000, 'a');
      outbox.cork();
      put(outbox, 'head');
      outbox.push(bytes);
      bytes.fill('b');
      outbox.uncork();
      expect(texts).toEqual([`head${'a'.repeat(20_000)}`]);
      expect(buffers[0]!.includes('b')).toBe(false);
    }
  });

  it('joins shared frames once for all who were given the same', async () => {
    const streams = [...(await both()), ...(await both())];
    const spies = streams.map(({ stream }) => spyOnWrites(stream));
    const outboxes = streams.map(({ stream }) => new Outbox(stream, NOBODY));
    const [one, two, three] = ['one', 'two', 'three'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
    for (const outbox of outboxes) for (const frame of [one, two]) outbox.share(frame);
    outboxes[3]!.share(three);
    await turns(1);
    expect(spies.map(({ texts }) => texts)).toEqual([['onetwo'], ['onetwo'], ['onetwo'], ['onetwothree']]);
    expect(new Set(spies.slice(0, 3).map(({ buffers }) => buffers[0])).size).toBe(1);
    for (const outbox of outboxes) outbox.share(one);
    await turns(1);
    expect(spies.every(({ buffers }) => buffers[1] === one)).toBe(true);
  });

  it('leaves the scratch buffer to a socket that has not taken it', async () => {
    const [far, stream] = await connectedSockets();
    far.pause();
    const outbox = new Outbox(stream, NOBODY);
    let sent = '';
    for (let i = 0; stream.writableLength === 0; i++) {
      const part = String(i).padEnd(60_000, '-');
      put(outbox, part);
      outbox.flush();
      sent += part;
    }
    const others = await both();
    for (const other of others) {
      const own = new Outbox(other.stream, NOBODY);
      put(own, 'x'.repeat(60_000));
      own.flush();
    }
    const peer = new RawPeer(far);
    far.resume();
    await until(() => peer.bytes.length >= sent.length);
    expect(peer.bytes.toString('latin1') === sent).toBe(true);
  });

  it('is blocked from the high-water mark on', async () => {
    const [stream] = MemorySocket.pair();
    const outbox = new Outbox(stream, NOBODY);
    expect(outbox.isBlocked).toBe(false);
    outbox.push(Buffer.alloc(stream.writableHighWaterMark * 2));
    outbox.push(Buffer.alloc(stream.writableHighWaterMark - 1));
    expect(outbox.isBlocked).toBe(true);
    stream.destroy();
  });

  it('drops what it is given for a socket that has ended', async () => {
    const [stream] = MemorySocket.pair();
    const { texts } = spyOnWrites(stream);
    const outbox = new Outbox(stream, NOBODY);
    put(outbox, 'too late');
    outbox.push(Buffer.alloc(100_000));
    const written = texts.length;
    stream.destroy();
    put(outbox, 'too late');
    outbox.share(Buffer.from('too late'));
    outbox.push(Buffer.alloc(100_000));
    await turns(1);
    expect(texts.length).toBe(written);
  });
});

describe('what waits for the end of a turn', () => {
  it.each(['by turns with another', 'shared'])('is bounded: %s', async (how) => {
    for (const { stream, far } of await both()) {
      const [outbox, other] = [new Outbox(stream, NOBODY), new Outbox(MemorySocket.pair()[0], NOBODY)];
      const { buffers } = spyOnWrites(stream);
      let got = 0;
      far.on('data', (bytes: Buffer) => (got += bytes.length));
      const frame = Buffer.alloc(1000, 1);
      for (let i = 0; i < 1000; i++) {
        if (how === 'shared') outbox.share(frame);
        else {
          put(outbox, frame);
          put(other, frame);
        }
      }
      // All but the last of it is the socket's before the turn has ended.
      expect(buffers.length).toBeGreaterThan(10);
      expect(outbox.bufferedAmount - stream.writableLength).toBeLessThan(128 * 1024);
      await until(() => got === 1_000_000);
      expect(buffers.length).toBeLessThan(30);
    }
  });
});

describe('a socket that does not take everything', () => {
  it('is told of once it has more than it wants, and not before', async () => {
    for (const { stream, far } of await both()) {
      let told = 0;
      const outbox = new Outbox(stream, { outboxBlocked: () => told++ });
      put(outbox, 'little');
      outbox.flush();
      expect(told).toBe(0);
      far.pause();
      for (let i = 0; i < 200 && told === 0; i++) outbox.push(Buffer.alloc(100_000));
      expect([told, outbox.isBlocked, stream.writableNeedDrain]).toEqual([1, true, true]);
    }
  });
});
