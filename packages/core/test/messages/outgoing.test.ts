// What becomes of messages whose peer does not read, while not too many wait.
import { describe, expect, it } from '@jest/globals';
import { PermessageDeflate } from '../../src/extensions/permessage-deflate.js';
import type { WhenFull } from '../../src/options/connection-options.js';
import { blocked, BOUND, KIB, readTexts, text } from '../support-connection/blocked.js';
import { rejection, thrown, turns } from '../support-connection/deferred.js';
import { withRawPeer } from '../support-connection/establish.js';
import { fed, parts } from '../support-connection/parts.js';
import { clientFrame, CLOSE, closePayload, PING, TEXT } from '../support-connection/raw-peer.js';
import { Recorder } from '../support-connection/recorder.js';

const FITTING = 7;

describe('what waits', () => {
  it.each<WhenFull>(['close', 'wait', 'drop-new', 'drop-old', 'conflate'])(
    'is sent in order once the peer reads again, and drained is told: %s',
    async (whenFull) => {
      const { socket, peer } = await blocked(whenFull);
      for (let i = 0; i < 5; i++) socket.send(text(i));
      expect(await readTexts(peer, 5)).toEqual(['0', '1', '2', '3', '4']);
      await socket.event('drained');
      expect([socket.bufferedAmount, socket.isOpen]).toEqual([0, true]);
      expect(socket.story.filter((line) => line === 'drained')).toHaveLength(1);
      socket.terminate();
    },
  );

  it('is told of as drained also when nothing but the socket itself was full', async () => {
    const { socket, peer } = await blocked('close');
    expect(socket.events).toEqual(['opened']);
    peer.stream.resume();
    await socket.event('drained');
    expect(socket.bufferedAmount).toBe(0);
    socket.terminate();
  });

  it('is as it was when it was sent', async () => {
    const { socket, peer } = await blocked('close');
    const bytes = Buffer.alloc(20 * KIB, 1);
    socket.send(bytes);
    bytes.fill(2);
    peer.stream.resume();
    expect((await peer.frames(2))[1]!.payload.equals(Buffer.alloc(20 * KIB, 1))).toBe(true);
    socket.terminate();
  });

  it('goes before a close frame, whoever closes', async () => {
    for (const isOurs of [true, false]) {
      const { socket, peer } = await blocked('drop-old');
      socket.send(text('last'));
      if (isOurs) socket.close(4000);
      else peer.write(clientFrame(CLOSE, closePayload(4000)));
      peer.stream.resume();
      const frames = await peer.frames(3);
      expect(frames.slice(1).map(({ first }) => first)).toEqual([TEXT, CLOSE]);
      socket.terminate();
    }
  });

  it('is waited for by flush, behind a message of parts too', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const stream = fed();
    const sent = socket.send(stream.parts);
    socket.send('behind');
    let isFlushed = false;
    const flushed = socket.flush().then(() => (isFlushed = true));
    await turns();
    expect(isFlushed).toBe(false);
    stream.give('part');
    stream.end();
    await Promise.all([sent, flushed]);
    expect((await peer.frames(3)).at(-1)!.payload.toString()).toBe('behind');
    socket.terminate();
  });

  it('is given up when the connection ends: flush, parts and waiting senders reject', async () => {
    const { socket, peer } = await blocked('wait');
    for (let i = 0; i < FITTING * 2; i++) socket.send(text(i));
    const waiting = [socket.send(text('waiting'), { wait: true })!, socket.flush(), socket.send(parts('parts'))];
    peer.stream.destroy();
    const errors = await Promise.all(waiting.map(rejection));
    expect(errors.map((error) => (error as { code: string }).code)).toEqual(Array(3).fill('WS_CLOSED'));
    await socket.whenClosed;
    expect(socket.bufferedAmount).toBe(0);
  });

  it('lets pings wait with it, bounded as well', async () => {
    const { socket, peer } = await blocked('close');
    socket.ping('one');
    peer.stream.resume();
    expect((await peer.frames(2))[1]).toMatchObject({ first: PING, payload: Buffer.from('one') });
    const other = await blocked('close');
    expect(thrown(() => other.socket.ping('x'.repeat(126)))).toMatchObject({ code: 'WS_USAGE_CONTROL_PAYLOAD' });
    for (let i = 0; i < 1000; i++) if (other.socket.isOpen) other.socket.ping();
    expect(other.socket.isOpen).toBe(false);
    for (const one of [socket, other.socket]) one.terminate();
  });

  it('is compressed in the order in which it leaves, so that dropping harms nothing', async () => {
    const direction = { takeover: true, windowBits: 15 };
    const effort = { threshold: 0, level: 1, memoryLevel: 8 };
    const agreed = { server: direction, client: direction };
    const codec = new PermessageDeflate('server', agreed, effort);
    const noise = (i: number): string =>
      Array.from({ length: 3000 }, (_, j) => (i * 7919 + j * j * 31) % 9973).join(' ');
    const { socket, peer } = withRawPeer(new Recorder(), {
      codec,
      options: { maxBufferedAmount: BOUND, whenFull: 'drop-old' },
    });
    peer.stream.pause();
    const sent = Array.from({ length: 60 }, (_, i) => noise(i));
    for (const one of sent) {
      socket.send(one);
      await turns(1);
    }
    peer.stream.resume();
    await socket.flush();
    const reader = new PermessageDeflate('client', agreed, effort);
    const got: number[] = [];
    while (got.at(-1) !== 59) {
      got.push(sent.indexOf(reader.decode((await peer.frame()).payload, 2 ** 20).toString()));
    }
    expect(got.length).toBeLessThan(60);
    expect(got).toEqual([...got].sort((a, b) => a - b));
    expect(got[0]).toBe(0);
    socket.terminate();
  });
});
