// Limits on connections as they are: hooks, pauses and both roles. The contract of all doors has the rest.
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { pair } from '../../src/testing/pair.js';
import { WebSocket } from '../../src/socket/web-socket.js';
import { UsageError } from '../../src/vocabulary/errors.js';
import type { Role } from '../../src/vocabulary/role.js';
import { deferred, rejection, thrown, turns } from '../support-connection/deferred.js';
import { establish, withRawPeer } from '../support-connection/establish.js';
import {
  clientFrame,
  CLOSE,
  closePayload,
  PING,
  PONG,
  RawPeer,
  serversFrame,
  TEXT,
} from '../support-connection/raw-peer.js';
import { Recorder, recording, type Acts } from '../support-connection/recorder.js';

const HEARTBEAT = { pingInterval: 2_000, pongTimeout: 1_000 };

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  jest.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

/** Lets time pass, and the event loop turn in between. */
async function pass(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 250) {
    jest.advanceTimersByTime(Math.min(250, milliseconds - passed));
    await turns(2);
  }
}

describe.each(['server', 'client'] as const)('the heartbeat of a %s', (role) => {
  it('cuts a peer that is silent, and tells why', async () => {
    const { socket, peer } = withRawPeer(new Recorder(), { role, options: HEARTBEAT });
    const asked = rejection(socket.receive());
    await pass(2_000);
    expect((await peer.frame()).first).toBe(PING);
    await pass(1_000);
    await socket.whenClosed;
    expect(socket.story).toEqual(['opened', 'closed 1006']);
    expect(await asked).toMatchObject({ closeCode: 1006, cause: { message: 'the peer was not heard for 3000 ms' } });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('knows its own pongs from those to the application’s pings', async () => {
    const { socket, peer } = withRawPeer(new Recorder(), { role, options: HEARTBEAT });
    const pong = (payload: Buffer): void =>
      peer.write(role === 'server' ? clientFrame(PONG, payload) : serversFrame(PONG, payload));
    await pass(2_000);
    const heartbeat = await peer.frame();
    expect(socket.latency).toBeUndefined();
    jest.advanceTimersByTime(40);
    pong(heartbeat.payload);
    socket.ping('mine');
    pong((await peer.frame()).payload);
    await socket.event('ponged');
    expect(socket.story).toEqual(['opened', 'ponged mine']);
    expect(socket.latency).toBeCloseTo(40, 0);
    socket.terminate();
    await socket.whenClosed;
  });
});

describe('two ends', () => {
  it('keep each other alive while neither reads', async () => {
    const hook = deferred();
    const both = { server: HEARTBEAT, client: HEARTBEAT };
    const { server, client } = await pair(recording({ receivedMessage: () => hook.promise }), both);
    client.send('hello');
    await server.event('message');
    // More than an inbox takes, so that the client does not read either.
    for (let i = 0; i < 300; i++) server.send('.');
    await pass(20_000);
    expect([server.state, client.state]).toEqual(['open', 'open']);
    hook.resolve();
    for (let i = 0; i < 300; i++) await client.receive();
    client.close();
    await server.whenClosed;
  });
});

describe('a delay', () => {
  it('waits for a pending hook as well, and loses nothing', async () => {
    const hook = deferred();
    const { socket, peer } = withRawPeer(
      new Recorder({ receivedMessage: (self) => (self.messages.length === 2 ? hook.promise : undefined) }),
      { options: { maxMessagesPerSecond: 2, rateBurst: 1 } },
    );
    peer.write(...['a', 'b', 'c', 'd'].map((text) => clientFrame(TEXT, text)));
    await socket.received(2);
    await pass(5_000);
    expect(socket.data).toEqual(['a', 'b']);
    hook.resolve();
    await turns();
    expect(socket.data).toEqual(['a', 'b', 'c', 'd']);
    socket.terminate();
    await socket.whenClosed;
  });

  it('ends with the connection: no timer is left', async () => {
    const { socket, peer } = withRawPeer(new Recorder(), {
      options: { maxMessagesPerSecond: 1, rateBurst: 1, pingInterval: Infinity },
    });
    peer.write(clientFrame(TEXT, 'a'), clientFrame(TEXT, 'b'));
    await socket.received(1);
    expect(jest.getTimerCount()).toBe(1);
    socket.terminate();
    await socket.whenClosed;
    expect([jest.getTimerCount(), socket.data]).toEqual([0, ['a']]);
  });

  it('lets what a peer has sent be handled before its end is', async () => {
    const { socket, peer } = withRawPeer(new Recorder(), { options: { maxMessagesPerSecond: 1, rateBurst: 1 } });
    peer.write(clientFrame(TEXT, 'a'), clientFrame(TEXT, 'b'));
    peer.stream.end();
    await socket.received(1);
    await pass(3_000);
    await socket.whenClosed;
    expect(socket.data).toEqual(['a', 'b']);
  });
});

describe('a connection that ends before it has begun', () => {
  const options = { closeTimeout: 1_000, pingInterval: Infinity };
  const silent = {
    role: 'server',
    opened: (socket: Recorder) => socket.close(4000),
    head: Buffer.alloc(0),
    code: 4000,
  };

  it.each([
    { ...silent, how: 'closed in opened' },
    { ...silent, how: 'closed in opened, by a client', role: 'client' },
    {
      role: 'client',
      how: 'by a close frame behind the 101',
      head: serversFrame(CLOSE, closePayload(4001)),
      code: 4001,
    },
    { role: 'client', how: 'by a frame that is no good', head: clientFrame(TEXT, 'masked'), code: 1002 },
    {
      role: 'server',
      how: 'by a close frame behind the request',
      head: clientFrame(CLOSE, closePayload(4001)),
      code: 4001,
    },
  ] as const)('$how: the peer has closeTimeout, then it is cut', async ({ role, head, code, ...acts }) => {
    const [near, far] = MemorySocket.pair();
    const peer = new RawPeer(near);
    peer.isStubborn = true;
    const socket = establish(new Recorder(acts as Acts), far, { role: role as Role, options, head });
    await pass(1_000);
    expect(socket.state).toBe('closing');
    await pass(500);
    await socket.whenClosed;
    expect(socket.story).toEqual([
      'opened',
      `closed ${socket.closeCode}${socket.closeReason && ` ${socket.closeReason}`}`,
    ]);
    expect([code, 1006]).toContain(socket.closeCode);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('a hook that throws or rejects', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('it is broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('it is broken'))],
  ])('(%s) leaves no timer behind', async (_, opened) => {
    const { socket, peer } = withRawPeer(new Recorder({ opened }), { options: HEARTBEAT });
    await socket.event('failed');
    peer.stream.destroy();
    await socket.whenClosed;
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('expiresAt', () => {
  it('is what it was set to, in requested too', async () => {
    const time = new Date(Date.now() + 60_000);
    const { server, client } = await pair(recording({ requested: (socket) => void (socket.expiresAt = time) }));
    expect(server.expiresAt).toEqual(time);
    server.expiresAt = time.getTime() + 1;
    expect(server.expiresAt).toEqual(new Date(time.getTime() + 1));
    server.expiresAt = undefined;
    expect(server.expiresAt).toBeUndefined();
    client.close();
    await server.whenClosed;
  });

  it('closes with 3000 after opened when it was over from the beginning', async () => {
    const target = recording({ requested: (socket) => void (socket.expiresAt = Date.now() - 1) });
    const { server, client } = await pair(target);
    await server.whenClosed;
    expect(server.story.slice(0, 2)).toEqual(['requested', 'opened']);
    expect([client.closeCode, client.closeReason]).toEqual([3000, 'the credentials have expired']);
  });

  it('refuses what is no time, and keeps what it was', () => {
    const socket = new WebSocket();
    socket.expiresAt = 5;
    expect(thrown(() => (socket.expiresAt = Number.NaN))).toBeInstanceOf(UsageError);
    expect(socket.expiresAt).toEqual(new Date(5));
  });

  it('does nothing to a connection that is over', async () => {
    const { socket } = withRawPeer(new Recorder());
    socket.terminate();
    await socket.whenClosed;
    socket.expiresAt = 0;
    expect(socket.story).toEqual(['opened', 'closed 1006']);
    expect(jest.getTimerCount()).toBe(0);
  });
});

it('latency is unknown before there is a connection', () => {
  expect(new WebSocket().latency).toBeUndefined();
});
