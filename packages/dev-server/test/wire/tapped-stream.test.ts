// A stream in between, over a wire in memory.
import { once } from 'node:events';
import { Duplex, PassThrough } from 'node:stream';
import { duplexPair } from '../support/duplex-pair.js';
import { closeLater } from '../support/opened.js';
import { rawFrame } from '../../src/frames/raw-frame.js';
import { TappedStream } from '../../src/wire/tapped-stream.js';

const RESPONSE = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';

/** A server's end behind a tap, after its handshake, and the client's end. */
async function tapped(head?: Buffer) {
  const [inner, far] = duplexPair();
  const near = new TappedStream(inner, 'server', head);
  closeLater(() => void near.destroy());
  closeLater(() => void far.destroy());
  near.write(RESPONSE);
  expect(String(await read(far, RESPONSE.length))).toBe(RESPONSE);
  return { near, far, inner };
}

/** Reads so many bytes. */
async function read(stream: Duplex, length: number): Promise<Buffer> {
  for (;;) {
    const bytes = stream.read(length) as Buffer | null;
    if (bytes !== null) return bytes;
    await once(stream, 'readable');
  }
}

const masked = (text: string, firstByte = 0x81) => rawFrame(firstByte, Buffer.from(text), true);
const plain = (text: string, firstByte = 0x81) => rawFrame(firstByte, Buffer.from(text), false);

test('bytes go through both ways, those that came early first', async () => {
  const early = masked('early');
  const { near, far } = await tapped(early);
  expect(await read(near, early.length)).toEqual(early);
  const [there, back] = [masked('there'), plain('back')];
  far.write(there);
  expect(await read(near, there.length)).toEqual(there);
  near.write(back);
  expect(await read(far, back.length)).toEqual(back);
  expect(near.observer.receivedTally).toEqual({ messages: 2, bytes: early.length + there.length });
  expect(near.observer.sentTally).toEqual({ messages: 1, bytes: back.length });
});

test('what a writer does with its buffer afterwards changes nothing that is late', async () => {
  const { near, far } = await tapped();
  near.changeChaos({ latency: 20 });
  const frame = plain('mine');
  const before = Buffer.from(frame);
  near.write(frame, () => frame.fill(0));
  expect(await read(far, before.length)).toEqual(before);
});

test('the latency is measured without the near side knowing', async () => {
  const { near, far } = await tapped();
  near.resume();
  const heard: Buffer[] = [];
  near.on('data', (bytes: Buffer) => heard.push(bytes));
  near.measure();
  near.measure();
  const ping = await read(far, 13);
  expect(far.read()).toBeNull();
  const payload = ping.subarray(2).toString();
  expect(ping[0]).toBe(0x89);
  far.write(masked(payload, 0x8a));
  const other = masked('other', 0x8a);
  far.write(other);
  await once(near, 'data');
  expect(near.latency).toBeGreaterThan(0);
  expect(Buffer.concat(heard)).toEqual(other);
});

test('bytes are put in between two frames, or at once', async () => {
  const { near, far } = await tapped();
  const frame = plain('whole');
  near.write(frame.subarray(0, 3));
  near.inject(plain('', 0x89));
  near.write(frame.subarray(3));
  expect(await read(far, frame.length + 2)).toEqual(Buffer.concat([frame, plain('', 0x89)]));
  near.injectNow(frame.subarray(0, 3));
  expect(await read(far, 3)).toEqual(frame.subarray(0, 3));
});

test('an end goes through behind what is late, both ways', async () => {
  const { near, far } = await tapped();
  near.changeChaos({ latency: 20 });
  const heard = [lengthOf(near), lengthOf(far)];
  const closed = once(near, 'close');
  near.end(plain('last'));
  far.end(masked('last'));
  expect(await Promise.all(heard)).toEqual([masked('last').length, plain('last').length]);
  await closed;
});

/** How much comes until the end. */
async function lengthOf(stream: Duplex): Promise<number> {
  let length = 0;
  stream.on('data', (bytes: Buffer) => (length += bytes.length)).resume();
  await once(stream, 'end');
  return length;
}

test('when the connection is cut the stream is cut, and the other way round', async () => {
  const one = await tapped();
  one.inner.destroy();
  await once(one.near, 'close');
  const two = await tapped();
  two.near.destroy();
  expect(two.inner.destroyed).toBe(true);
});

test('an error of the connection is an error of the stream', async () => {
  const { near, inner } = await tapped();
  const failed = once(near, 'error');
  inner.destroy(new Error('cable'));
  expect(await failed).toEqual([new Error('cable')]);
});

test('a slow reader is waited for, and so is a slow line', async () => {
  const { near, far } = await tapped();
  near.changeChaos({ bandwidth: 1 });
  const big = plain('x'.repeat(300_000));
  let isTaken = false;
  near.write(big, () => (isTaken = true));
  expect(near.write(big)).toBe(false);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isTaken).toBe(false);
  far.destroy();
});

test('what is held takes nothing more either way, until it is released', async () => {
  const { near, far } = await tapped();
  const [there, back] = [masked('there'), plain('back')];
  const seen = (): number[] => [near.observer.receivedTally.messages, near.observer.sentTally.messages];
  let isTaken = false;
  near.resume();
  near.hold();
  far.write(there);
  near.write(back, () => (isTaken = true));
  near.write(back);
  // What goes by in memory has gone by after a few turns.
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  // The first write was seen already: it is what has made somebody hold.
  expect([isTaken, ...seen()]).toEqual([false, 0, 1]);
  near.release();
  expect((await read(far, 2 * back.length)).length).toBe(2 * back.length);
  if (near.observer.receivedTally.messages === 0) await once(near, 'data');
  expect([isTaken, ...seen()]).toEqual([true, 1, 2]);
});

test('a stream that is no socket is as good', () => {
  const stream = new TappedStream(Duplex.from(new PassThrough()), 'client');
  expect(stream.chaos.latency).toBe(0);
  stream.destroy();
});
