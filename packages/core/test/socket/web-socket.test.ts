// The class that applications extend: its state, closing, and what it says before and after.
import { afterEach, describe, expect, it } from '@jest/globals';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { attachRequest } from '../../src/socket/connected-socket.js';
import { attachStream, WebSocket } from '../../src/socket/web-socket.js';
import { UpgradeRequest } from '../../src/socket/upgrade-request.js';
import { resolveOptions } from '../../src/options/option-table.js';
import { CONNECTION_OPTIONS } from '../../src/options/connection-options.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { pair } from '../../src/testing/pair.js';
import { ConnectionClosed, UsageError } from '../../src/vocabulary/errors.js';
import { deferred, rejection, thrown, turns } from '../support-connection/deferred.js';
import { connectedSockets, destroySockets, establish, withRawPeer } from '../support-connection/establish.js';
import { parts } from '../support-connection/parts.js';
import { clientFrame, CLOSE, closePayload, PING } from '../support-connection/raw-peer.js';
import { Recorder, recording } from '../support-connection/recorder.js';

afterEach(destroySockets);

const bye = clientFrame(CLOSE, closePayload(4000, 'bye'));

describe('before it is opened', () => {
  const USES: [string, (socket: WebSocket) => unknown][] = [
    ['send', (socket) => socket.send('x')],
    ['send of parts', (socket) => socket.send(parts('x'))],
    ['ping', (socket) => socket.ping()],
    ['close', (socket) => socket.close()],
    ['terminate', (socket) => socket.terminate()],
    ['flush', (socket) => socket.flush()],
    ['bufferedAmount', (socket) => socket.bufferedAmount],
    ['whenClosed', (socket) => socket.whenClosed],
    ['request', (socket) => socket.request],
  ];

  it.each(USES)('%s is a UsageError', (_, use) => {
    expect(thrown(() => use(new WebSocket()))).toMatchObject({ name: 'UsageError', code: 'WS_USAGE_NOT_OPEN' });
  });

  it('is connecting', () => {
    const socket = new WebSocket();
    expect([socket.state, socket.isOpen, socket.closeCode, socket.closeReason, socket.subprotocol]).toEqual([
      'connecting',
      false,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('send in requested is a UsageError, which refuses the client', async () => {
    const target = recording({ requested: (socket) => socket.send('too early') });
    expect(await rejection(pair(target))).toMatchObject({ status: 500 });
  });
});

describe('state, isOpen, closeCode and closeReason', () => {
  it('say how far the connection is', async () => {
    const seen: unknown[] = [];
    const look = (socket: Recorder): void =>
      void seen.push([socket.state, socket.isOpen, socket.closeCode, socket.closeReason]);
    const { socket, peer } = withRawPeer(new Recorder({ opened: look, closed: look }));
    look(socket);
    socket.close(4000, 'ours');
    look(socket);
    peer.write(bye);
    await socket.whenClosed;
    look(socket);
    expect(seen).toEqual([
      ['open', true, undefined, undefined],
      ['open', true, undefined, undefined],
      ['closing', false, undefined, undefined],
      ['closed', false, 4000, 'bye'],
      ['closed', false, 4000, 'bye'],
    ]);
  });

  it('are closing once the peer’s close frame is there', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.isStubborn = true;
    peer.write(bye);
    await peer.frame();
    expect([socket.state, socket.isOpen, socket.closeCode]).toEqual(['closing', false, undefined]);
    peer.stream.end();
    await socket.event('closed');
  });
});

describe('close', () => {
  it.each([0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 1000.5, NaN, '1000'])(
    'refuses the code %p',
    async (code) => {
      const { server, client } = await pair(Recorder);
      const error = thrown(() => client.close(code as number)) as UsageError;
      expect(error).toMatchObject({ name: 'UsageError', code: 'WS_USAGE_CLOSE_CODE' });
      expect(error.message).toContain(String(code));
      expect(client.isOpen).toBe(true);
      expect(server.isOpen).toBe(true);
      client.terminate();
    },
  );

  it.each([1000, 1003, 1007, 1014, 3000, 4999])('sends the code %d', async (code) => {
    const { server, client } = await pair(Recorder);
    client.close(code);
    await server.whenClosed;
    expect(server.closeCode).toBe(code);
  });

  it('takes a reason of 123 bytes in UTF-8 and refuses one of 124', async () => {
    const { server, client } = await pair(Recorder);
    const longest = 'é'.repeat(61) + '!';
    expect(thrown(() => client.close(1000, `${longest}!`))).toMatchObject({ code: 'WS_USAGE_CLOSE_REASON' });
    expect(thrown(() => client.close(1000, 5 as unknown as string))).toMatchObject({ code: 'WS_USAGE_CLOSE_REASON' });
    client.close(1000, longest);
    await server.event(`closed 1000 ${longest}`);
  });

  it('sends 1000 when it is told nothing, and does nothing once all is over', async () => {
    const { server, client } = await pair(Recorder);
    client.close();
    await server.event('closed 1000');
    await client.whenClosed;
    client.close(4000);
    client.terminate();
    expect(client.closeCode).toBe(1000);
  });
});

describe('whenClosed', () => {
  it('resolves after the promise of the closed hook', async () => {
    const hook = deferred();
    const { socket, peer } = withRawPeer(new Recorder({ closed: () => hook.promise }));
    let isOver = false;
    const over = socket.whenClosed.then(() => (isOver = true));
    peer.write(bye);
    await socket.event('closed');
    await turns();
    expect(isOver).toBe(false);
    hook.resolve();
    await over;
  });

  // Who asked for whenClosed after the end waited for ever: nobody was told any more.
  it('resolves also when it is asked for after the end', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.write(bye);
    await socket.whenClosed;
    await socket.whenClosed;
    expect(socket.state).toBe('closed');
  });
});

describe('await using', () => {
  it('closes with 1000 and waits until all is over', async () => {
    const { server, client } = await pair(recording());
    {
      await using socket = client;
      socket.send('hello');
    }
    expect(client.state).toBe('closed');
    await server.event('closed');
    expect(server.story.slice(2)).toEqual(['message hello', 'closed 1000']);
  });

  it('waits for a closing handshake that has begun, and for a closed hook that is pending', async () => {
    const hook = deferred();
    const { socket, peer } = withRawPeer(new Recorder({ closed: () => hook.promise }));
    peer.write(bye);
    await socket.event('closed 4000');
    let isOver = false;
    const over = socket[Symbol.asyncDispose]().then(() => (isOver = true));
    await turns();
    expect(isOver).toBe(false);
    hook.resolve();
    await over;
    await socket[Symbol.asyncDispose]();
  });
});

describe('ping', () => {
  it('takes a string or bytes up to 125', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    socket.ping();
    socket.ping('hé');
    socket.ping(new Uint16Array([0x0201]).buffer);
    socket.ping(Buffer.alloc(125));
    const frames = await peer.frames(4);
    expect(frames.map(({ first, payload }) => [first, payload.toString('hex')])).toEqual([
      [PING, ''],
      [PING, '68c3a9'],
      [PING, '0102'],
      [PING, '00'.repeat(125)],
    ]);
    expect(thrown(() => socket.ping(Buffer.alloc(126)))).toMatchObject({ code: 'WS_USAGE_CONTROL_PAYLOAD' });
    expect(thrown(() => socket.ping(5 as unknown as string))).toMatchObject({ code: 'WS_USAGE_DATA' });
    socket.close(4000);
    expect(thrown(() => socket.ping())).toBeInstanceOf(ConnectionClosed);
    socket.terminate();
  });
});

describe('an instance', () => {
  const request = new UpgradeRequest({ headers: {}, rawHeaders: [], httpVersion: '1.1', socket: {} }, {}, []);
  const established = (stream: MemorySocket) => ({
    stream,
    role: 'server' as const,
    options: resolveOptions(CONNECTION_OPTIONS, {}),
    subprotocol: 'chat',
    codec: undefined,
  });

  it('is one connection’s alone', async () => {
    const socket = new EchoWebSocket();
    await attachRequest(socket, request);
    expect(socket.request).toBe(request);
    expect(thrown(() => attachRequest(socket, request))).toMatchObject({ code: 'WS_USAGE_ATTACHED' });
    const [stream] = MemorySocket.pair();
    attachStream(socket, established(stream));
    expect(socket.subprotocol).toBe('chat');
    expect(thrown(() => attachStream(socket, established(stream)))).toMatchObject({ code: 'WS_USAGE_ATTACHED' });
    stream.destroy();
  });

  it('works through the kernel as well', async () => {
    const [near, far] = await connectedSockets();
    establish(new EchoWebSocket(), far);
    const client = establish(new WebSocket(), near, { role: 'client' });
    client.send('hello');
    expect((await client.receive()).data).toBe('hello');
    await client[Symbol.asyncDispose]();
    expect(client.closeCode).toBe(1000);
  });
});
