// A client that is let in: the 101 and what the socket knows.
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Match } from '../../src/server/router.js';
import type { WebSocketClass } from '../../src/server/web-socket-route.js';
import type { UpgradeRequest } from '../../src/socket/upgrade-request.js';
import { WebSocket } from '../../src/socket/web-socket.js';
import { ask } from '../support-connection/asking.js';
import { deferred, turns } from '../support-connection/deferred.js';
import { clientFrame, CLOSE, closePayload, TEXT } from '../support-connection/raw-peer.js';
import { Recorder, recording } from '../support-connection/recorder.js';
import { countTimers } from '../support-connection/timers.js';

afterEach(() => {
  jest.useRealTimers();
});

describe('accept', () => {
  it('answers the handshake of §1.3 as the RFC does', async () => {
    const { accepted, peer, manager, logger } = ask(Recorder);
    const socket = await accepted;
    const { head } = await peer.response();
    expect(head.split('\r\n')).toEqual([
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    ]);
    expect(socket).toBeInstanceOf(Recorder);
    expect((socket as Recorder).story).toEqual(['requested', 'opened']);
    expect([socket!.isOpen, manager.has(socket!), logger.warnings]).toEqual([true, true, []]);
    socket!.terminate();
    await socket!.whenClosed;
    expect(manager.size).toBe(0);
  });

  it('lets the socket know the request, and lets go of what the door got', async () => {
    const seen: unknown[] = [];
    const target = recording({
      requested: (_, request) => void seen.push(request.incoming, request.remoteAddress),
      opened: (socket) => void seen.push(socket.request.incoming, socket.request.params, socket.request.url),
    });
    const { accepted, request } = ask(target, { route: '/chat/:room', url: '/chat/a' });
    (await accepted)!.terminate();
    expect(seen).toEqual([request, '192.0.2.1', undefined, { room: 'a' }, '/chat/a']);
    expect(seen[0]).toBe(request);
  });

  it('asks who the peer is for classes that may be asked when it is gone, and for no others', async () => {
    class Quiet extends WebSocket {}
    class Told extends WebSocket {
      protected override closed() {}
    }
    const told = async (target: WebSocketClass) => {
      const { accepted, request } = ask(target);
      const socket = (await accepted)!;
      socket.terminate();
      await socket.whenClosed;
      // As node:net has it, which forgets the address with the connection.
      Object.assign(request.socket, { remoteAddress: undefined });
      return socket.request.clientAddress;
    };
    expect([await told(Told), await told(Quiet)]).toEqual(['192.0.2.1', undefined]);
  });

  it('waits for requested', async () => {
    const hook = deferred();
    const { accepted, peer } = ask(recording({ requested: () => hook.promise }));
    await turns();
    expect(peer.bytes.length).toBe(0);
    hook.resolve();
    (await accepted)!.terminate();
    expect((await peer.response()).status).toBe(101);
  });

  it('adds headers and cookies to the 101', async () => {
    const target = recording({
      requested: (_, { responseHeaders }) => {
        responseHeaders.set('X-Served-By', 'a');
        responseHeaders.append('set-cookie', 'a=1; Path=/');
        responseHeaders.append('set-cookie', 'b=2');
      },
    });
    const { accepted, peer } = ask(target);
    (await accepted)!.terminate();
    expect((await peer.response()).head.split('\r\n').slice(4)).toEqual([
      'set-cookie: a=1; Path=/',
      'set-cookie: b=2',
      'x-served-by: a',
    ]);
  });

  it.each<[offered: string | undefined, supported: string[], chosen: string | undefined]>([
    ['v1, v2', ['v2', 'v1'], 'v1'],
    ['v3,v2', ['v2', 'v1'], 'v2'],
    ['v3', ['v2', 'v1'], undefined],
    ['V1', ['v1'], undefined],
    ['v1', [], undefined],
    [undefined, ['v1'], undefined],
  ])('chooses of the subprotocols %p, with %p supported: %p', async (offered, subprotocols, chosen) => {
    const { accepted, peer } = ask(Recorder, {
      headers: { 'sec-websocket-protocol': offered },
      options: { subprotocols },
    });
    const socket = await accepted;
    expect(socket!.subprotocol).toBe(chosen);
    const { head } = await peer.response();
    expect(/^sec-websocket-protocol: (.*)$/im.exec(head)?.[1]).toBe(chosen);
    socket!.terminate();
  });

  it('hands over frames that came with the request, after opened', async () => {
    const head = Buffer.concat([clientFrame(TEXT, 'early'), clientFrame(CLOSE, closePayload(1000))]);
    const { accepted } = ask(Recorder, { head });
    const socket = (await accepted) as Recorder;
    await socket.event('closed');
    expect(socket.story).toEqual(['requested', 'opened', 'message early', 'closed 1000']);
  });

  it('writes the 101 before what opened sends', async () => {
    const { accepted, peer } = ask(recording({ opened: (socket) => socket.send('welcome') }));
    const socket = await accepted;
    expect((await peer.response()).status).toBe(101);
    expect((await peer.frame()).payload.toString()).toBe('welcome');
    socket!.terminate();
  });

  it('adds the socket to the manager before opened', async () => {
    const seen: boolean[] = [];
    const requested = (): Promise<void> => Promise.resolve();
    const made = ask(recording({ requested, opened: (socket) => void seen.push(made.manager.has(socket)) }));
    (await made.accepted)!.terminate();
    expect(seen).toEqual([true]);
  });

  it('opens the socket at once where nothing has to be waited for', () => {
    const { accepted, stream } = ask(Recorder);
    expect(accepted).toBeInstanceOf(Recorder);
    expect(stream.listenerCount('error')).toBe(1);
    (accepted as WebSocket).terminate();
  });

  it('lets the door make the instance', async () => {
    const calls: [Match, UpgradeRequest][] = [];
    const socket = new Recorder();
    const create = async (match: Match, request: UpgradeRequest): Promise<WebSocket> => {
      calls.push([match, request]);
      await turns(1);
      return socket;
    };
    const { accepted } = ask(Recorder, { door: { create } });
    expect(await accepted).toBe(socket);
    expect([calls[0]![0].endpoint.target, calls[0]![1]]).toEqual([Recorder, socket.request]);
    socket.terminate();
  });

  it('gives the door the last word, and its headers to the 101', async () => {
    const word = deferred<string>();
    const admitted: unknown[] = [];
    const surround = async (request: UpgradeRequest, make: () => Promise<WebSocket>): Promise<WebSocket> => {
      const socket = await make();
      admitted.push(socket);
      request.responseHeaders.append('set-cookie', await word.promise);
      return socket;
    };
    const target = recording({ requested: (_, { responseHeaders }) => responseHeaders.append('set-cookie', 'a=1') });
    const { accepted, peer } = ask(target, { door: { surround } });
    await turns();
    expect([admitted.length, peer.bytes.length]).toEqual([1, 0]);
    word.resolve('b=2');
    const socket = await accepted;
    expect(admitted).toEqual([socket]);
    expect((await peer.response()).head.split('\r\n').slice(4)).toEqual(['set-cookie: a=1', 'set-cookie: b=2']);
    socket!.terminate();
  });

  it('leaves no timer and no listener of its own behind', async () => {
    countTimers();
    const { accepted, stream } = ask(recording({ requested: () => Promise.resolve() }));
    expect(jest.getTimerCount()).toBe(1);
    const socket = await accepted;
    expect(jest.getTimerCount()).toBe(0);
    expect(stream.listenerCount('error')).toBe(1);
    socket!.terminate();
  });
});
