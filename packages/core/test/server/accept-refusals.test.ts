// A client that is not let in: what it is told, and what the log says.
import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { HandshakeError } from '../../src/vocabulary/errors.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { ask, type Asking } from '../support-connection/asking.js';
import { deferred, turns, until } from '../support-connection/deferred.js';
import { connectedSockets, destroySockets } from '../support-connection/establish.js';
import { Recorder, recording } from '../support-connection/recorder.js';

const secret = new Error('the password is secret');

describe('a handshake that breaks a rule', () => {
  it.each<[status: number, headers: Asking['headers'], header: RegExp | undefined]>([
    [426, { upgrade: undefined }, /^upgrade: websocket$/m],
    [400, { connection: 'close' }, undefined],
    [400, { 'sec-websocket-key': 'short' }, undefined],
    [400, { 'sec-websocket-version': undefined }, /^sec-websocket-version: 13$/m],
    [426, { 'sec-websocket-version': '8' }, /^sec-websocket-version: 13$/m],
    [400, { 'sec-websocket-protocol': 'a,a' }, undefined],
    [403, { origin: 'https://evil.example' }, undefined],
  ])('is answered with %d for %p', async (status, headers, header) => {
    const { accepted, peer, logger, manager } = ask(Recorder, { headers: headers! });
    expect(await accepted).toBeUndefined();
    const response = await peer.response();
    expect(response.status).toBe(status);
    expect(response.head.replaceAll('\r', '')).toMatch(header ?? /./);
    expect(response.body).toMatch(/\[§[\d.]+\]$/);
    expect(logger.warnings).toEqual([`refused a handshake for /: ${status} ${response.body}`]);
    expect([logger.errors, manager.size]).toEqual([[], 0]);
    await peer.closed();
  });
});

describe('an error in requested', () => {
  it('that is a HandshakeError is answered with its status, headers and body', async () => {
    const error = new HandshakeError(401, 'sign in first', {
      headers: { 'WWW-Authenticate': 'Bearer', 'set-cookie': ['a=1', 'b=2'], 'content-type': 'application/json' },
      body: '{"why":"é"}',
    });
    const { accepted, peer, logger } = ask(recording({ requested: () => Promise.reject(error) }));
    expect(await accepted).toBeUndefined();
    const { head, body } = await peer.response();
    expect(head.split('\r\n')).toEqual([
      'HTTP/1.1 401 Unauthorized',
      'www-authenticate: Bearer',
      'set-cookie: a=1',
      'set-cookie: b=2',
      'content-type: application/json',
      'content-length: 12',
      expect.stringMatching(/^date: .* GMT$/),
      'connection: close',
    ]);
    expect(body).toBe('{"why":"é"}');
    expect(logger.warnings).toEqual(['refused a handshake for /: 401 sign in first']);
  });

  it.each([
    ['any other error', secret],
    ['what another server has answered', new HandshakeError(200, 'secret', { code: 'WS_RESPONSE' })],
    ['no error at all', 'secret'],
  ])('that is %s is answered with a bare 500 and goes to the log', async (_, error) => {
    const { accepted, peer, logger } = ask(recording({ requested: () => Promise.reject(error) }));
    expect(await accepted).toBeUndefined();
    const { status, head, body } = await peer.response();
    expect([status, body]).toEqual([500, 'Internal Server Error']);
    expect(head).not.toContain('secret');
    expect(logger.errors).toEqual([{ line: 'could not answer a handshake for /', error }]);
    expect(logger.warnings).toEqual([]);
  });

  it.each(['upgrade', 'connection', 'content-length', 'transfer-encoding', 'sec-websocket-accept', 'Sec-WebSocket-X'])(
    'is also a response header that is not the application’s: %s',
    async (name) => {
      const target = recording({ requested: (_, request) => request.responseHeaders.set(name, 'x') });
      const { accepted, peer, logger } = ask(target);
      expect(await accepted).toBeUndefined();
      expect((await peer.response()).status).toBe(500);
      expect(logger.errors).toMatchObject([{ error: { code: 'WS_USAGE_HEADER' } }]);
    },
  );

  // The headers of a thrown HandshakeError were checked only when the answer was written, beyond every catch: accept rejected,
  // nobody heard it, and the process ended.
  it('is also a HandshakeError whose headers break out of their line', async () => {
    for (const headers of [{ 'x-a': 'b\r\nset-cookie: c=d' }, { 'x a': 'b' }] as const) {
      const error = new HandshakeError(401, 'secret', { headers });
      const { accepted, peer, logger } = ask(recording({ requested: () => Promise.reject(error) }));
      expect(await accepted).toBeUndefined();
      const { status, head, body } = await peer.response();
      expect([status, body]).toEqual([500, 'Internal Server Error']);
      expect(head).not.toContain('c=d');
      expect(logger.errors).toMatchObject([{ error: { code: 'WS_USAGE_HEADER' } }]);
      await peer.closed();
    }
  });

  it('of a door that cannot make the instance is no different', async () => {
    const create = (): Promise<Recorder> => Promise.reject(secret);
    const { accepted, peer, logger } = ask(Recorder, { door: { create } });
    expect(await accepted).toBeUndefined();
    expect((await peer.response()).status).toBe(500);
    expect(logger.errors[0]!.error).toBe(secret);
  });
});

describe('requested that takes too long', () => {
  it('is answered with 408, and what becomes of it matters no more', async () => {
    for (const settle of ['resolve', 'reject'] as const) {
      const hook = deferred<void>();
      const target = recording({ requested: () => hook.promise });
      const { accepted, peer, logger } = ask(target, { options: { handshakeTimeout: 5 } });
      expect(await accepted).toBeUndefined();
      expect((await peer.response()).status).toBe(408);
      if (settle === 'resolve') hook.resolve();
      else hook.reject(secret);
      await turns();
      expect([logger.warnings.length, logger.errors]).toEqual([1, []]);
      expect(peer.bytes.length).toBe(0);
    }
  });
});

it('opens nothing for a client that has gone before it is let in', () => {
  const wire = MemorySocket.pair();
  wire[1].destroy();
  const { accepted, manager } = ask(Recorder, { wire: [wire[1], wire[0]] });
  expect([accepted, manager.size]).toEqual([undefined, 0]);
  wire[0].destroy();
});

describe('a client that has gone while requested was pending', () => {
  it.each(['resolve', 'reject'] as const)('is not missed when requested %ss', async (settle) => {
    const hook = deferred<void>();
    const instances: Recorder[] = [];
    const target = recording({ requested: (socket) => (instances.push(socket), hook.promise) });
    const { accepted, peer, stream, manager } = ask(target);
    peer.stream.destroy();
    await once(stream, 'close');
    if (settle === 'resolve') hook.resolve();
    else hook.reject(new HandshakeError(401, 'sign in'));
    expect(await accepted).toBeUndefined();
    expect([instances[0]!.story, manager.size]).toEqual([['requested'], 0]);
  });

  it('may have gone with an error', async () => {
    const hook = deferred();
    const { accepted, stream } = ask(recording({ requested: () => hook.promise }));
    stream.destroy(new Error('reset'));
    await until(() => stream.closed);
    hook.resolve();
    expect(await accepted).toBeUndefined();
  });

  // A client that ended its side while requested was pending was opened: its end had been heard by nobody, and the
  // connection stayed.
  it('may have ended its side alone', async () => {
    const hook = deferred();
    const [near, far] = await connectedSockets();
    const { accepted, manager } = ask(recording({ requested: () => hook.promise }), { wire: [far, near] });
    near.end();
    await until(() => far.readableEnded);
    hook.resolve();
    expect(await accepted).toBeUndefined();
    await once(near, 'close');
    expect([manager.size, far.destroyed]).toEqual([0, true]);
    destroySockets();
  });
});

describe('a door that answers by itself', () => {
  it('may do so when the socket is let in already', async () => {
    const { accepted, peer, manager, stream } = ask(Recorder, {
      door: { surround: async (_, make) => void (await make()) as undefined },
    });
    expect(await accepted).toBeUndefined();
    expect([peer.bytes.length, manager.size, stream.destroyed]).toEqual([0, 0, false]);
    stream.destroy();
  });

  it('may not take longer for that than the handshake may', async () => {
    const surround = (): Promise<undefined> => new Promise(() => undefined);
    const { accepted, peer } = ask(Recorder, { door: { surround }, options: { handshakeTimeout: 20 } });
    expect(await accepted).toBeUndefined();
    expect((await peer.response()).status).toBe(408);
  });

  it('is given the refusal and the upgrade', async () => {
    const calls: unknown[] = [];
    const refuse = (refusal: HandshakeError, upgrade: { request: unknown; socket: unknown }): void =>
      void calls.push([refusal.status, upgrade.request, upgrade.socket]);
    const { accepted, request, stream, peer } = ask(Recorder, { headers: { origin: 'null' }, door: { refuse } });
    expect(await accepted).toBeUndefined();
    expect(calls).toEqual([[403, request, stream]]);
    expect(peer.bytes.length).toBe(0);
    stream.destroy();
  });
});
