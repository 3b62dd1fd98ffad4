// A peer that does not read is not read from: memory stays bounded by itself.
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { deferred, turns, until } from '../support-connection/deferred.js';
import { connectedSockets, destroySockets, establish } from '../support-connection/establish.js';
import {
  BINARY,
  clientFrame,
  CLOSE,
  closePayload,
  PING,
  RawPeer,
  serversFrame,
  TEXT,
} from '../support-connection/raw-peer.js';
import { Recorder } from '../support-connection/recorder.js';

afterEach(destroySockets);

const MIB = 1024 * 1024;

/** Writes frames until the socket takes no more for good, or all are written; tells how many were. */
async function writeUntilStuck(stream: Socket, frame: (i: number) => Buffer, most: number): Promise<number> {
  for (let i = 0; i < most; i++) {
    if (stream.write(frame(i))) continue;
    if (!(await drains(stream))) return i + 1;
  }
  return most;
}

/** Whether a socket drains within some turns in which nothing else happens on it. */
async function drains(stream: Socket): Promise<boolean> {
  let waiting = stream.writableLength;
  for (let quiet = 0; quiet < 200 && waiting > 0; quiet++) {
    await turns(1);
    if (stream.writableLength !== waiting) quiet = 0;
    waiting = stream.writableLength;
  }
  return waiting === 0;
}

describe('a peer that writes and does not read', () => {
  it('is not read from until it reads: an echo costs little memory, and loses nothing', async () => {
    const [client, server] = await connectedSockets();
    const socket = establish(new EchoWebSocket(), server);
    client.pause();
    const payload = (i: number): Buffer => Buffer.alloc(32 * 1024, i);
    const written = await writeUntilStuck(client, (i) => clientFrame(BINARY, payload(i)), (64 * MIB) / (32 * 1024));
    expect(written).toBeLessThan((64 * MIB) / (32 * 1024));
    expect(client.writableLength).toBeGreaterThan(0);
    expect(server.isPaused()).toBe(true);
    expect(socket.bufferedAmount).toBeLessThan(MIB / 2);
    expect(server.readableLength).toBeLessThan(MIB / 2);
    const peer = new RawPeer(client);
    client.resume();
    for (let i = 0; i < written; i++) {
      const { first, payload: got } = await peer.frame();
      expect([first, got.equals(payload(i))]).toEqual([BINARY, true]);
    }
    await until(() => socket.bufferedAmount === 0);
    expect(socket.isOpen).toBe(true);
  });

  it('is not read from when it pings either', async () => {
    const [client, server] = await connectedSockets();
    const socket = establish(new Recorder(), server, { options: { maxControlFramesPerSecond: Infinity } });
    client.pause();
    const pings = (i: number): Buffer =>
      Buffer.concat(Array.from({ length: 500 }, () => clientFrame(PING, Buffer.alloc(120, i))));
    const written = await writeUntilStuck(client, pings, 1000);
    expect(written).toBeLessThan(1000);
    expect(server.isPaused()).toBe(true);
    expect(socket.bufferedAmount).toBeLessThan(MIB / 2);
    let got = 0;
    client.on('data', (bytes: Buffer) => (got += bytes.length));
    client.resume();
    await until(() => got === written * 500 * 122);
    expect(socket.isOpen).toBe(true);
  });
});

describe('a hook that is pending', () => {
  it('stops the peer, and all comes once it has ended', async () => {
    const [client, server] = await connectedSockets();
    const hook = deferred();
    const socket = new Recorder({ receivedMessage: (self) => (self.messages.length === 1 ? hook.promise : undefined) });
    establish(socket, server);
    const text = (i: number): string => String(i).padEnd(32 * 1024, '.');
    const written = await writeUntilStuck(client, (i) => clientFrame(TEXT, text(i)), 2048);
    expect(written).toBeLessThan(2048);
    expect(server.isPaused()).toBe(true);
    expect(server.bytesRead).toBeLessThan(MIB / 2);
    expect(socket.messages.length).toBe(1);
    hook.resolve();
    await socket.received(written);
    expect(socket.data.every((data, i) => data === text(i))).toBe(true);
  });
});

/** A stream whose far end takes what it is sent when a test says so. */
class Held extends Duplex {
  isOpen = true;
  private owed: (() => void)[] = [];

  override _read(): void {}

  override _write(_bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this._final(done);
  }

  override _final(done: () => void): void {
    if (this.isOpen) done();
    else this.owed.push(done);
  }

  release(): void {
    this.isOpen = true;
    for (const done of this.owed.splice(0)) done();
  }
}

describe('a peer that has closed', () => {
  // Node says nothing of a drain after the end, so a server whose last answers had to wait read no more: it saw the peer's end
  // only when closeTimeout had passed.
  it.each(['and is sent what it had to wait for', 'and goes on sending'])('%s is seen to end at once', async (how) => {
    const stream = new Held();
    const socket = establish(new EchoWebSocket(), stream, { options: { closeTimeout: 60_000 } });
    stream.isOpen = false;
    const texts = Array.from({ length: 40 }, () => clientFrame(TEXT, 'x'.repeat(1_000)));
    stream.push(Buffer.concat([...texts, clientFrame(CLOSE, closePayload(1000))]));
    await until(() => stream.writableLength > stream.writableHighWaterMark);
    if (how.endsWith('sending')) stream.push(clientFrame(TEXT, 'late'));
    await turns();
    stream.release();
    stream.push(null);
    await socket.whenClosed;
    expect(socket.closeCode).toBe(1000);
  });
});

describe('a peer that has ended its side', () => {
  // It kept its socket, and what waited for it, for ever: nothing was read from it, so nothing told that it was gone.
  it('and does not read is cut off after closeTimeout', async () => {
    const [client, server] = await connectedSockets();
    const socket = establish(new Recorder(), server, { options: { closeTimeout: 50 } });
    client.pause();
    for (let i = 0; i < 12; i++) socket.send(Buffer.alloc(MIB));
    await turns();
    expect(socket.bufferedAmount).toBeGreaterThan(MIB);
    client.end();
    await socket.event('closed 1006');
    expect(socket.bufferedAmount).toBe(0);
  });

  it('and reads gets all of it', async () => {
    const [client, server] = await connectedSockets();
    const socket = establish(new Recorder(), server);
    client.pause();
    for (let i = 0; i < 12; i++) socket.send(Buffer.alloc(MIB, i));
    await turns();
    client.end();
    const peer = new RawPeer(client);
    client.resume();
    const frames = await peer.frames(12);
    expect(frames.every(({ payload }, i) => payload.equals(Buffer.alloc(MIB, i)))).toBe(true);
    await socket.event('closed 1006');
  });
});

describe('two ends that both have much to send', () => {
  // Each end stopped reading while the other did not take what it was sent: a client that sent more than the buffers between
  // the two hold, to a server that answered, waited for ever. So a client goes on reading.
  it.each(['the kernel', 'memory'])('do not wait for each other, through %s', async (way) => {
    const [near, far] = way === 'memory' ? MemorySocket.pair() : await connectedSockets();
    const options = { maxBufferedAmount: 64 * MIB };
    establish(new EchoWebSocket(), far, { options });
    const client = establish(new Recorder(), near, { role: 'client', options });
    const count = 48;
    for (let i = 0; i < count; i++) client.send(Buffer.alloc(MIB, i));
    await client.received(count);
    expect(client.data.every((data, i) => Buffer.alloc(MIB, i).equals(data as Buffer))).toBe(true);
    client.terminate();
  });
});

describe('flush', () => {
  it('waits for a peer that does not read: a producer that awaits it stays small', async () => {
    const [client, server] = await connectedSockets();
    const socket = establish(new Recorder(), client, { role: 'client' });
    server.pause();
    let produced = 0;
    const count = 500;
    const producing = (async () => {
      for (; produced < count; produced++) {
        socket.send(Buffer.alloc(64 * 1024, produced));
        await socket.flush();
      }
    })();
    let before = -1;
    while (before !== produced) {
      before = produced;
      await turns(50);
    }
    expect(produced).toBeLessThan(count);
    expect(socket.bufferedAmount).toBeLessThan(MIB / 2);
    const peer = new RawPeer(server);
    server.resume();
    for (let i = 0; i < count; i++) {
      expect((await peer.frame()).payload.equals(Buffer.alloc(64 * 1024, i))).toBe(true);
    }
    await producing;
  });
});

describe('a close', () => {
  it('follows what the peer has not read yet', async () => {
    const [client, server] = await connectedSockets();
    const socket = establish(new Recorder(), server);
    client.pause();
    const frame = serversFrame(BINARY, Buffer.alloc(MIB));
    for (let i = 0; i < 16; i++) socket.send(Buffer.alloc(MIB));
    socket.close(4000);
    let got = 0;
    let last = Buffer.alloc(0);
    client.on('data', (bytes: Buffer) => {
      got += bytes.length;
      last = Buffer.concat([last, bytes]).subarray(-4);
    });
    client.resume();
    await until(() => got === 16 * frame.length + 4);
    expect(last).toEqual(serversFrame(CLOSE, closePayload(4000)));
  });
});
