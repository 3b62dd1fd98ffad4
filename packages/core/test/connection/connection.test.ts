// How connections end: the closing handshake both ways, and every way to go without one.
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { pair } from '../../src/testing/pair.js';
import { ConnectionClosed } from '../../src/vocabulary/errors.js';
import { CollectingLogger } from '../support-connection/collecting-logger.js';
import { deferred, rejection, turns } from '../support-connection/deferred.js';
import { connectedSockets, destroySockets, establish, withRawPeer } from '../support-connection/establish.js';
import { clientFrame, CLOSE, closePayload, RawPeer, serversFrame, TEXT } from '../support-connection/raw-peer.js';
import { Recorder, recording } from '../support-connection/recorder.js';

const bye = (code: number, reason = ''): Buffer => clientFrame(CLOSE, closePayload(code, reason));

afterEach(destroySockets);

describe('the closing handshake', () => {
  it('answers a close frame with its code, and ends', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.write(bye(3000, 'done'));
    expect(await peer.frame()).toEqual({ first: CLOSE, isMasked: false, payload: closePayload(3000) });
    await socket.event('closed 3000 done');
    await peer.ended();
  });

  it('answers an empty close frame with an empty one: 1005', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.write(clientFrame(CLOSE));
    expect((await peer.frame()).payload.length).toBe(0);
    await socket.event('closed 1005');
  });

  it('sends one close frame and hears the peer’s', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    socket.close(4000, 'enough');
    socket.close(4001, 'again');
    expect(await peer.frame()).toEqual({ first: CLOSE, isMasked: false, payload: closePayload(4000, 'enough') });
    expect(socket.state).toBe('closing');
    peer.write(bye(4002, 'mine'));
    await socket.event('closed 4002 mine');
    expect(peer.bytes.length).toBe(0);
  });

  it('still hands over what the peer sent before it answered', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    socket.close();
    peer.write(clientFrame(TEXT, 'late'), bye(1000));
    await socket.event('closed');
    expect(socket.story).toEqual(['opened', 'message late', 'closed 1000']);
  });

  it('ignores what comes after the peer’s close frame', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.write(bye(1000), clientFrame(TEXT, 'more'), Buffer.from([0xff, 0xff]));
    await socket.event('closed');
    expect(socket.story).toEqual(['opened', 'closed 1000']);
  });

  it('is both sides’ in the same turn', async () => {
    const { server, client } = await pair(recording());
    server.close(4000, 'server');
    client.close(4001, 'client');
    await Promise.all([server.whenClosed, client.whenClosed]);
    expect([server.closeCode, server.closeReason]).toEqual([4001, 'client']);
    expect([client.closeCode, client.closeReason]).toEqual([4000, 'server']);
  });

  it('leaves it to the server to end the TCP connection first (§7.1.1)', async () => {
    const socket = new Recorder();
    const { peer } = withRawPeer(socket, { role: 'client' });
    peer.isStubborn = true;
    peer.write(serversFrame(CLOSE, closePayload(1000)));
    expect(await peer.frame()).toMatchObject({ first: CLOSE, isMasked: true });
    await turns();
    expect(peer.hasEnded).toBe(false);
    peer.stream.end();
    await socket.event('closed 1000');
    expect(peer.hasEnded).toBe(true);
  });
});

describe('a connection without a closing handshake', () => {
  it.each(['server', 'client'] as const)(
    'is cut when the peer does not answer the %s within closeTimeout',
    async (role) => {
      const { socket, peer } = withRawPeer(new Recorder(), { role, options: { closeTimeout: 5 } });
      peer.isStubborn = true;
      socket.close(1001);
      await peer.closed();
      await socket.whenClosed;
      expect(socket.story).toEqual(['opened', 'closed 1006']);
    },
  );

  it('is cut when the peer answers and does not end within closeTimeout', async () => {
    const { socket, peer } = withRawPeer(new Recorder(), { options: { closeTimeout: 5 } });
    peer.isStubborn = true;
    peer.write(bye(1000));
    await peer.closed();
    await socket.whenClosed;
    expect(socket.story).toEqual(['opened', 'closed 1000']);
  });

  it('closes with 1006 when the peer ends', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.stream.end(clientFrame(TEXT, 'last'));
    await socket.whenClosed;
    expect(socket.story).toEqual(['opened', 'message last', 'closed 1006']);
  });

  it('closes with 1006 when the peer ends within a frame', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.stream.end(clientFrame(TEXT, 'cut').subarray(0, 7));
    await socket.whenClosed;
    expect(socket.story).toEqual(['opened', 'closed 1006']);
  });

  it('closes with 1006 after our own close when the peer ends', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    socket.close(4000, 'ours');
    peer.stream.end();
    await socket.event('closed 1006');
    expect([socket.closeCode, socket.closeReason]).toEqual([1006, '']);
  });

  it('keeps the network’s error as the cause', async () => {
    const [client, server] = await connectedSockets();
    const socket = establish(new Recorder(), server);
    const pending = rejection(socket.receive());
    client.resetAndDestroy();
    await socket.event('closed 1006');
    const error = (await pending) as ConnectionClosed;
    expect(error).toBeInstanceOf(ConnectionClosed);
    expect(error).toMatchObject({ closeCode: 1006, closeReason: '', cause: { code: 'ECONNRESET' } });
  });

  it('is what terminate makes, for both sides', async () => {
    const { server, client } = await pair(recording());
    server.terminate();
    expect(server.isOpen).toBe(false);
    await Promise.all([server.event('closed 1006'), client.whenClosed]);
    expect(client.closeCode).toBe(1006);
  });
});

describe('a peer that breaks the protocol', () => {
  it('is told so, and the log has one line', async () => {
    const logger = new CollectingLogger();
    const { socket, peer } = withRawPeer(new Recorder(), { options: { logger } });
    peer.write(clientFrame(TEXT, 'good'), serversFrame(TEXT, 'not masked'), clientFrame(TEXT, 'dropped'));
    const close = await peer.frame();
    expect([close.first, close.payload.readUInt16BE(0)]).toEqual([CLOSE, 1002]);
    await socket.event('closed 1002 a frame from a client is not masked');
    expect(socket.story.slice(0, 2)).toEqual(['opened', 'message good']);
    expect(socket.story.length).toBe(3);
    expect(logger.errors).toEqual([]);
    expect(logger.warnings).toEqual([
      expect.stringMatching(/^closing a connection with 1002: .*not masked.*\[§5\.1\]$/),
    ]);
  });

  it('gets no second close frame when we are closing', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    socket.close(1000);
    peer.write(Buffer.from([0xff, 0xff]));
    await socket.event('closed 1002');
    await peer.closed();
    expect((await peer.frame()).payload).toEqual(closePayload(1000));
    expect(peer.bytes.length).toBe(0);
  });

  it.each([
    [1007, clientFrame(TEXT, Buffer.from([0xff]))],
    [1009, clientFrame(TEXT, Buffer.alloc(101))],
  ])('closes with %d where that is the code', async (code, bytes) => {
    const { socket, peer } = withRawPeer(new Recorder(), { options: { maxMessageSize: 100 } });
    peer.write(bytes);
    await socket.whenClosed;
    expect(socket.closeCode).toBe(code);
  });

  it('does not concern other connections', async () => {
    const broken = withRawPeer(new Recorder());
    const { client } = await pair(EchoWebSocket);
    broken.peer.write(Buffer.from([0xff, 0xff]));
    await broken.socket.event('closed 1002');
    client.send('still here');
    expect((await client.receive()).data).toBe('still here');
    client.terminate();
  });
});

describe('a socket that is not kept half open', () => {
  // net.connect makes sockets that end by themselves when the peer ends. A server that answers a close frame ends at once;
  // while a hook was pending, the messages and the close frame that were still to be handled were lost with the socket.
  it('loses nothing that came while a hook was pending', async () => {
    const [client, server] = await connectedSockets();
    const hook = deferred();
    const socket = new Recorder({ receivedMessage: (self) => (self.messages.length === 1 ? hook.promise : undefined) });
    establish(socket, client, { role: 'client' });
    const peer = new RawPeer(server);
    peer.stream.end(
      Buffer.concat([serversFrame(TEXT, 'one'), serversFrame(TEXT, 'two'), serversFrame(CLOSE, closePayload(1001))]),
    );
    await socket.event('message #0');
    if (!client.readableEnded) await once(client, 'end');
    await turns();
    hook.resolve();
    await socket.whenClosed;
    expect(socket.story).toEqual(['opened', 'message one', 'message two', 'closed 1001']);
  });
});
