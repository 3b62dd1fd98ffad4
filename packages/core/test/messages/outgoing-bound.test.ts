// What becomes of messages that are too many to wait for their peer, by each policy.
import { describe, expect, it } from '@jest/globals';
import { Group } from '../../src/groups/group.js';
import { blocked, BOUND, readTexts, text } from '../support-connection/blocked.js';
import { thrown, turns, until } from '../support-connection/deferred.js';
import { withRawPeer } from '../support-connection/establish.js';
import { clientFrame, CLOSE, closePayload, TEXT } from '../support-connection/raw-peer.js';
import { Recorder } from '../support-connection/recorder.js';
import { expectUsageError } from '../support/expectations.js';

describe('too much', () => {
  it('closes with 1013 by default, and says why in the log', async () => {
    const { socket, peer, logger } = await blocked('close');
    let sent = 0;
    const error = thrown(() => {
      for (; sent < 100; sent++) socket.send(text(sent));
    });
    expect(error).toMatchObject({ code: 'WS_CLOSED', closeCode: 1013 });
    expect(sent).toBeLessThan(20);
    expect(logger.warnings).toEqual([expect.stringContaining('1013')]);
    expect(socket.bufferedAmount).toBeLessThan(BOUND);
    peer.stream.resume();
    expect((await peer.frames(2))[1]).toMatchObject({
      first: CLOSE,
      payload: closePayload(1013, 'too much is waiting to be sent'),
    });
    socket.terminate();
  });

  it('that was sent in a hook is no failure of the hook', async () => {
    const flood = (socket: Recorder): void => {
      for (let i = 0; i < 100; i++) socket.send(text(i));
    };
    const { socket, peer } = await blocked('close', { receivedMessage: flood });
    peer.stream.resume();
    await socket.flush();
    peer.stream.pause();
    peer.write(clientFrame(TEXT, 'go'));
    await until(() => !socket.isOpen);
    expect(socket.errors).toEqual([]);
    socket.terminate();
  });

  it('is dropped by drop-new', async () => {
    const { socket, peer, logger } = await blocked('drop-new');
    for (let i = 0; i < 100; i++) socket.send(text(i));
    expect(socket.bufferedAmount).toBeLessThan(BOUND);
    const got = await readTexts(peer, 5);
    expect(got).toEqual(['0', '1', '2', '3', '4']);
    expect(logger.warnings).toEqual([
      'dropping messages of a connection: its peer does not read, and 65536 bytes are waiting',
    ]);
    await socket.flush();
    socket.send('next');
    await until(() => peer.bytes.includes('next'));
    expect(peer.bytes.includes('99 ')).toBe(false);
    socket.terminate();
  });

  it('drops the oldest by drop-old', async () => {
    const { socket, peer, logger } = await blocked('drop-old');
    for (let i = 0; i < 100; i++) socket.send(text(i));
    expect(socket.bufferedAmount).toBeLessThan(BOUND);
    expect(logger.warnings).toEqual([expect.stringContaining('dropping messages of a connection')]);
    peer.stream.resume();
    await socket.flush();
    await until(() => peer.bytes.includes('99 '));
    const got = (await readTexts(peer, 5)).map(Number);
    expect(got[0]).toBeGreaterThan(80);
    expect(got).toEqual(Array.from({ length: 5 }, (_, i) => got[0]! + i));
    socket.send('x'.repeat(BOUND));
    expect(socket.isOpen).toBe(true);
    socket.terminate();
  });

  it('is replaced by its key by conflate, and closes where the keys are too many', async () => {
    const { socket, peer } = await blocked('conflate');
    for (let i = 0; i < 100; i++) for (const key of ['a', 'b']) socket.send(text(`${key}${i}`), { key });
    expect(await readTexts(peer, 2)).toEqual(['a99', 'b99']);
    const other = await blocked('conflate');
    const many = (): void => {
      for (let i = 0; i < 100; i++) other.socket.send(text(i), { key: String(i) });
    };
    expect(thrown(many)).toMatchObject({ closeCode: 1013 });
    for (const one of [socket, other.socket]) one.terminate();
  });

  it('makes who waits wait, and closes where one does not', async () => {
    const { socket, peer } = await blocked('wait');
    let promise: Promise<void> | undefined;
    let sent = 0;
    for (; promise === undefined; sent++) promise = socket.send(text(sent), { wait: true });
    expect(sent).toBeGreaterThan(1);
    let isThrough = false;
    void promise.then(() => (isThrough = true));
    await turns();
    expect([isThrough, socket.isOpen]).toEqual([false, true]);
    peer.stream.resume();
    await promise;
    expect((await readTexts(peer, sent)).map(Number)).toEqual(Array.from({ length: sent }, (_, i) => i));
    expect(socket.send('now', { wait: true })).toBeUndefined();
    socket.terminate();
    const other = await blocked('wait');
    const flood = (): void => {
      for (let i = 0; i < 100; i++) other.socket.send(text(i));
    };
    expect(thrown(flood)).toMatchObject({ closeCode: 1013 });
    other.socket.terminate();
  });

  it('waits for nobody who has not asked for that', async () => {
    const { socket } = await blocked('close');
    expectUsageError(() => socket.send('x', { wait: true }), 'WS_USAGE_OPTION');
    socket.terminate();
  });
});

describe('a hook that is pending, or fails, while sends pile up', () => {
  it.each(['never returns', 'throws', 'rejects'])('one that %s: the bound holds', async (how) => {
    const never = new Promise<void>(() => undefined);
    const { socket, peer, logger } = await blocked('drop-new', {
      receivedMessage: () => {
        if (how === 'throws') throw new Error('boom');
        return how === 'rejects' ? Promise.reject(new Error('boom')) : never;
      },
      drained: () => never,
    });
    peer.write(clientFrame(TEXT, 'go'));
    for (let i = 0; i < 50; i++) {
      if (socket.isOpen) socket.send(text(i));
      await turns(1);
      expect(socket.bufferedAmount).toBeLessThan(BOUND * 2);
    }
    expect(logger.errors).toEqual([]);
    socket.terminate();
  });
});

describe('a broadcast', () => {
  it('reports members that it was dropped for, and reaches the others', async () => {
    const [dropping, closing] = [await blocked('drop-new'), await blocked('close')];
    const { socket: reader, peer } = withRawPeer(new Recorder());
    const group = new Group<Recorder>();
    for (const member of [dropping.socket, closing.socket, reader]) group.add(member);
    const missed = new Map<Recorder, number>();
    for (let i = 0; i < 40; i++) {
      const result = group.broadcast(text(i));
      for (const member of result.missed) missed.set(member, (missed.get(member) ?? 0) + 1);
      expect(result.sent).toBe(group.size - result.missed.length);
      await peer.frame();
    }
    expect([...missed.keys()]).toEqual([dropping.socket, closing.socket].filter((one) => missed.has(one)));
    expect(missed.get(dropping.socket)).toBeGreaterThan(20);
    expect(missed.get(closing.socket)).toBeGreaterThan(20);
    expect([dropping.socket.isOpen, closing.socket.isOpen, reader.isOpen]).toEqual([true, false, true]);
    for (const socket of [dropping.socket, closing.socket, reader]) socket.terminate();
  });

  it('keeps one copy of its message for all who wait', async () => {
    const members = [await blocked('close'), await blocked('close')];
    const group = new Group<Recorder>();
    for (const { socket } of members) group.add(socket);
    group.broadcast(text('shared'));
    for (const { peer } of members) expect(await readTexts(peer, 1)).toEqual(['shared']);
    for (const { socket } of members) socket.terminate();
  });
});
