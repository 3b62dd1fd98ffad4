// The doorkeeper counts who comes in, and says no by itself or by its door's own means.
import { describe, expect, it, jest } from '@jest/globals';
import type { Door } from '../../src/server/accept.js';
import { Doorkeeper } from '../../src/server/doorkeeper.js';
import { Router } from '../../src/server/router.js';
import type { ServerOptions } from '../../src/server/server-options.js';
import type { WebSocket } from '../../src/socket/web-socket.js';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { HEADERS } from '../support-connection/asking.js';
import { CollectingLogger } from '../support-connection/collecting-logger.js';
import { RawPeer } from '../support-connection/raw-peer.js';

/** A doorkeeper, and clients of some addresses that ask it for a socket. */
function door(options: Partial<ServerOptions>, how?: Omit<Door, 'manager'>) {
  const logger = new CollectingLogger();
  const doorkeeper = new Doorkeeper();
  const match = new Router({ '/': EchoWebSocket }, { logger, ...options }).match('/')!;
  const ask = (remoteAddress: string, change: Record<string, string> = {}) => {
    const [near, far] = MemorySocket.pair();
    const headers = { ...HEADERS, ...change };
    const request = {
      method: 'GET',
      url: '/',
      httpVersion: '1.1',
      headers,
      rawHeaders: Object.entries(headers).flat(),
      socket: { remoteAddress },
    };
    return {
      accepted: doorkeeper.accept({ request, socket: far, head: Buffer.alloc(0) }, match, how),
      peer: new RawPeer(near),
    };
  };
  return { ask, logger, doorkeeper };
}

async function end(socket: WebSocket | undefined): Promise<void> {
  socket?.terminate();
  await socket?.whenClosed;
}

describe('a client that is one too many', () => {
  it('is answered, and the log says why', async () => {
    const { ask, logger, doorkeeper } = door({ maxConnections: 1 });
    const first = await ask('192.0.2.1').accepted;
    const second = ask('192.0.2.2');
    const { status, head, body } = await second.peer.response();
    expect([status, head, body]).toEqual([
      503,
      expect.stringMatching(/\r\nretry-after: \d+\r\n/i),
      'there are maxConnections connections already: 1 [RFC 9110 §15.6.4]',
    ]);
    expect(await second.accepted).toBeUndefined();
    expect(logger.warnings).toEqual([expect.stringContaining('there are maxConnections connections already')]);
    expect(doorkeeper.manager.size).toBe(1);
    await end(first);
    expect(await ask('192.0.2.2').accepted).toBeDefined();
  });

  it('is refused by the door’s own means, where it has some', async () => {
    const refuse = jest.fn<NonNullable<Door['refuse']>>();
    const { ask } = door({ maxConnectionsPerAddress: 1 }, { refuse });
    const first = await ask('192.0.2.1').accepted;
    expect(await ask('192.0.2.1').accepted).toBeUndefined();
    expect(refuse.mock.calls.map(([refusal]) => refusal.code)).toEqual(['WS_TOO_MANY_FROM_ADDRESS']);
    await end(first);
  });
});

describe('a place', () => {
  it.each([
    ['a handshake that is refused', { 'sec-websocket-key': 'short' }],
    ['a page that may not connect', { origin: 'https://evil.example' }],
  ])('is free again after %s', async (_, change) => {
    const { ask } = door({ maxConnections: 1, maxPendingHandshakes: 1 });
    for (let i = 0; i < 3; i++) expect(await ask('192.0.2.1', change).accepted).toBeUndefined();
    const socket = await ask('192.0.2.1').accepted;
    expect(socket?.isOpen).toBe(true);
    await end(socket);
  });

  it('is free again after each of many connections, one after another', async () => {
    const { ask } = door({ maxConnections: 1, maxConnectionsPerAddress: 1 });
    for (let i = 0; i < 50; i++) {
      const socket = await ask(`192.0.2.${i % 3}`).accepted;
      expect(socket?.isOpen).toBe(true);
      await end(socket);
    }
  });
});
