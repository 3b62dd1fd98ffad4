// A message whose parts come one by one, as frames on the wire.
import { describe, expect, it } from '@jest/globals';
import type { Data } from '../../src/messages/data.js';
import { isParts } from '../../src/messages/send-parts.js';
import { rejection } from '../support-connection/deferred.js';
import { withRawPeer } from '../support-connection/establish.js';
import { fed, parts } from '../support-connection/parts.js';
import { clientFrame, CLOSE, closePayload, PING, RawPeer, type Frame } from '../support-connection/raw-peer.js';
import { Recorder } from '../support-connection/recorder.js';
import { expectUsageError } from '../support/expectations.js';

const shown = (frames: readonly Frame[]): string[] =>
  frames.map(({ first, payload }) => `${first.toString(16)} ${payload.toString()}`);

async function next(peer: RawPeer, count: number): Promise<string[]> {
  return shown(await peer.frames(count));
}

describe('what is given in parts', () => {
  async function* later() {
    yield 'a';
  }

  it.each([
    ['a list', ['a'], false],
    ['a set', new Set(['a']), false],
    ['a generator', later(), true],
    ['a string', 'a', false],
    ['bytes', Buffer.from('a'), false],
    ['a view', new DataView(new ArrayBuffer(1)), false],
    ['a buffer', new ArrayBuffer(1), false],
    ['nothing', null, false],
    ['a number', 1, false],
  ])('%s: %#', (_, data, isGivenInParts) => {
    expect(isParts(data)).toBe(isGivenInParts);
  });
});

describe('send of parts', () => {
  it('sends strings as the fragments of one text message', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    await socket.send(parts('one', 'two', 'three'));
    expect(await next(peer, 4)).toEqual(['1 one', '0 two', '0 three', '80 ']);
    socket.terminate();
  });

  it('sends bytes of every kind as one binary message', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    await socket.send(
      parts<Data>(Buffer.from('a'), new Uint8Array([98]).buffer, new DataView(new Uint8Array([99]).buffer)),
    );
    expect(await next(peer, 4)).toEqual(['2 a', '0 b', '0 c', '80 ']);
    socket.terminate();
  });

  it('marks what a generator returns as the last part', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const parts = async function* (...all: string[]): AsyncGenerator<string, string> {
      yield* all.slice(0, -1);
      return all.at(-1)!;
    };
    await socket.send(parts('one', 'two \ud83d', '\ude00'));
    await socket.send(parts('only'));
    await socket.send(parts('cut \ud83d'));
    expect(await next(peer, 5)).toEqual(['1 one', '0 two ', '80 \u{1f600}', '81 only', '81 cut \ufffd']);
    socket.terminate();
  });

  // A list was sent part by part: what was meant as JSON ended as nothing at all, and nobody was told.
  it.each([[[1, 2, 3]], [['a']], [new Set(['a'])], [new Map()], [{}], [5], [null], [undefined]])(
    'refuses at the call what is no async iterable: %p',
    (data) => {
      const { socket } = withRawPeer(new Recorder());
      expectUsageError(() => socket.send(data as unknown as Data), 'WS_USAGE_DATA');
      socket.terminate();
    },
  );

  it('sends an empty message for no parts', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    await socket.send(parts<string>());
    await socket.send(parts(''));
    expect(await next(peer, 3)).toEqual(['82 ', '1 ', '80 ']);
    socket.terminate();
  });

  it('keeps a character whole whose surrogates are in different parts', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    await socket.send(parts('a\ud834', '', '\udd1eb', '\ud834', '\udd1e', '\ud834'));
    const frames = await peer.frames(7);
    const payload = Buffer.concat(frames.map((frame) => frame.payload));
    expect(payload.toString('hex')).toBe(Buffer.from('a𝄞b𝄞\ufffd').toString('hex'));
    expect(shown(frames)).toEqual(['1 a', '0 ', '0 𝄞b', '0 ', '0 𝄞', '0 ', '80 \ufffd']);
    socket.terminate();
  });

  it('sends each part as soon as it is there', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const stream = fed();
    const sent = socket.send(stream.parts);
    stream.give('one');
    expect(await next(peer, 1)).toEqual(['1 one']);
    stream.give('two');
    expect(await next(peer, 1)).toEqual(['0 two']);
    stream.end();
    await sent;
    expect(await next(peer, 1)).toEqual(['80 ']);
    socket.terminate();
  });

  it('masks a client’s fragments', async () => {
    const { socket, peer } = withRawPeer(new Recorder(), { role: 'client' });
    await socket.send(parts('one', 'two'));
    const frames = await peer.frames(3);
    expect(frames.map((frame) => frame.isMasked)).toEqual([true, true, true]);
    expect(shown(frames)).toEqual(['1 one', '0 two', '80 ']);
    socket.terminate();
  });
});

describe('parts that are no good', () => {
  it('refuses a mixture, which costs the connection', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const error = await rejection(socket.send(parts<Data>('text', Buffer.from('bytes'))));
    expect(error).toMatchObject({ name: 'UsageError', code: 'WS_USAGE_DATA' });
    expect((error as Error).message).toContain('all strings or all bytes');
    expect((await peer.frames(2)).at(-1)).toMatchObject({ first: CLOSE, payload: closePayload(1011) });
    socket.terminate();
  });

  it('refuses what cannot be sent, which costs nothing before the first part', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const error = await rejection(socket.send(parts(5 as unknown as string)));
    expect(error).toMatchObject({ name: 'UsageError', code: 'WS_USAGE_DATA' });
    expect((error as Error).message).toMatch(/^5 is no good/);
    socket.send('still here');
    expect(await next(peer, 1)).toEqual(['81 still here']);
    socket.terminate();
  });

  it('rejects with what the parts throw, and closes with 1011 when a part has been sent', async () => {
    const boom = new Error('boom');
    const { socket, peer } = withRawPeer(new Recorder());
    const stream = fed();
    stream.give('one');
    stream.fail(boom);
    expect(await rejection(socket.send(stream.parts))).toBe(boom);
    expect(await next(peer, 1)).toEqual(['1 one']);
    expect(await peer.frame()).toMatchObject({ first: CLOSE, payload: closePayload(1011) });
    peer.write(clientFrame(CLOSE, closePayload(1011)));
    await socket.event('closed 1011');
    expect(socket.errors).toEqual([]);
  });

  it('keeps the connection when they throw before the first part', async () => {
    const boom = new Error('boom');
    const { socket, peer } = withRawPeer(new Recorder());
    const stream = fed();
    stream.fail(boom);
    expect(await rejection(socket.send(stream.parts))).toBe(boom);
    socket.send('next');
    expect(await next(peer, 1)).toEqual(['81 next']);
    socket.terminate();
  });
});

describe('while a message is under way', () => {
  it('others wait behind it in order, as they were when they were sent', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const stream = fed();
    const sent = socket.send(stream.parts);
    const bytes = Buffer.from('bytes');
    socket.send(bytes);
    socket.send('text');
    expect(socket.bufferedAmount).toBe(9);
    bytes.fill(0);
    stream.give('one');
    stream.end();
    await sent;
    expect(await next(peer, 4)).toEqual(['1 one', '80 ', '82 bytes', '81 text']);
    expect(socket.bufferedAmount).toBe(0);
    socket.terminate();
  });

  it('another message of parts waits', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const stream = fed();
    const sent = [socket.send(stream.parts), socket.send(parts('two', '2')), socket.send(parts('three'))];
    stream.give('one');
    stream.end();
    await Promise.all(sent);
    expect(await next(peer, 7)).toEqual(['1 one', '80 ', '1 two', '0 2', '80 ', '1 three', '80 ']);
    socket.terminate();
  });

  // Whole messages that were sent between two messages of parts left behind the second of them.
  it('keeps the order of whole messages and messages of parts', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const stream = fed();
    const first = socket.send(stream.parts);
    socket.send('a');
    const second = socket.send(parts('two'));
    socket.send('b');
    const third = socket.send(parts('three'));
    socket.send('c');
    stream.give('one');
    stream.end();
    await Promise.all([first, second, third]);
    const order = ['1 one', '80 ', '81 a', '1 two', '80 ', '81 b', '1 three', '80 ', '81 c'];
    expect(await next(peer, order.length)).toEqual(order);
    socket.terminate();
  });

  it('one that fails does not keep back those behind it', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const stream = fed();
    const sent = socket.send(stream.parts);
    socket.send('behind');
    stream.fail(new Error('boom'));
    await rejection(sent);
    expect(await next(peer, 1)).toEqual(['81 behind']);
    socket.terminate();
  });

  it('pings and pongs go between its fragments', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    const stream = fed();
    const sent = socket.send(stream.parts);
    stream.give('one');
    expect(await next(peer, 1)).toEqual(['1 one']);
    socket.ping('mine');
    peer.write(clientFrame(PING, 'theirs'));
    expect(await next(peer, 2)).toEqual(['89 mine', '8a theirs']);
    stream.end();
    await sent;
    expect(await next(peer, 1)).toEqual(['80 ']);
    socket.terminate();
  });
});
