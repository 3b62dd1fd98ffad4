import { describe, expect, it } from '@jest/globals';
import { Admission } from '../../../src/server/admission/admission.js';
import { Route } from '../../../src/server/route.js';
import { createEndpoint, Router, type Endpoint } from '../../../src/server/router.js';
import type { ServerOptions } from '../../../src/server/server-options.js';
import { WebSocketRoute } from '../../../src/server/web-socket-route.js';
import { WebSocket } from '../../../src/socket/web-socket.js';
import { HandshakeError } from '../../../src/vocabulary/errors.js';
import { EchoWebSocket } from '../../../src/socket/echo-web-socket.js';
import { thrown } from '../../support-connection/deferred.js';
import { withRawPeer } from '../../support-connection/establish.js';

@WebSocketRoute('/small', { maxConnections: 1 })
class Small extends WebSocket {}

@WebSocketRoute('/loud', { maxMessageSize: 10 })
class Loud extends WebSocket {}

@WebSocketRoute('/few', { maxConnectionsPerAddress: 1 })
class Few extends WebSocket {}

@WebSocketRoute('/quick', { maxPendingHandshakes: 1 })
class Quick extends WebSocket {}

const ROUTES = {
  '/echo': EchoWebSocket,
  '/other': WebSocket,
  '/small': Small,
  '/loud': Loud,
  '/few': Few,
  '/quick': Quick,
};

/** A door's counts, and its endpoints by path. */
function door(options: Partial<ServerOptions> = {}) {
  const router = new Router(ROUTES, options);
  const endpoint = (path: string): Endpoint => router.match(path)!.endpoint;
  const admission = new Admission();
  const enter = (address?: string, path = '/echo') => admission.enter(endpoint(path), address);
  return { enter, enterAhead: (most: number) => admission.enterAhead(most), admission };
}

function refusal(call: () => unknown): HandshakeError {
  const error = thrown(call);
  expect(error).toBeInstanceOf(HandshakeError);
  return error as HandshakeError;
}

function isRefused(call: () => unknown): boolean {
  try {
    call();
    return false;
  } catch {
    return true;
  }
}

describe('all connections', () => {
  it('are so many, and one more is refused with 503', () => {
    const { enter } = door({ maxConnections: 2 });
    enter().handshakeEnded(withRawPeer(new WebSocket()).socket);
    enter().handshakeEnded(withRawPeer(new WebSocket()).socket);
    expect(refusal(enter)).toMatchObject({ status: 503, code: 'WS_TOO_MANY_CONNECTIONS' });
  });

  it('are those too whose handshake is under way', () => {
    const { enter } = door({ maxConnections: 1 });
    enter();
    expect(refusal(enter).code).toBe('WS_TOO_MANY_CONNECTIONS');
  });

  it('are fewer again when a handshake has failed', () => {
    const { enter } = door({ maxConnections: 1 });
    for (let i = 0; i < 3; i++) enter().handshakeEnded(undefined);
    expect(refusal(() => (enter(), enter())).status).toBe(503);
  });

  it('are fewer again when a connection is gone, whatever its closed hook waits for', async () => {
    const { enter } = door({ maxConnections: 1 });
    const { socket, peer } = withRawPeer(
      new (class extends WebSocket {
        protected override closed(): Promise<void> {
          return new Promise(() => undefined);
        }
      })(),
    );
    enter().handshakeEnded(socket);
    expect(refusal(enter).status).toBe(503);
    socket.terminate();
    await peer.closed();
    enter().handshakeEnded(undefined);
  });

  it('are fewer again when the connection was gone before its handshake was over', async () => {
    const { enter } = door({ maxConnections: 1 });
    const places = enter();
    const { socket } = withRawPeer(new WebSocket());
    socket.terminate();
    await socket.whenClosed;
    places.handshakeEnded(socket);
    expect(enter).not.toThrow();
  });

  it('say when to come again, and not all at the same time', () => {
    const { enter } = door({ maxConnections: 1 });
    enter();
    const waits = Array.from({ length: 200 }, () => Number(refusal(enter).headers['retry-after']));
    expect(waits.every((wait) => Number.isInteger(wait) && wait >= 5 && wait <= 15)).toBe(true);
    expect(new Set(waits).size).toBeGreaterThan(3);
  });
});

describe('the connections of one address', () => {
  it('are so many, and one more is refused with 429', () => {
    const { enter } = door({ maxConnectionsPerAddress: 2 });
    enter('192.0.2.1');
    enter('192.0.2.1');
    enter('192.0.2.2');
    const { status, code, headers, reason } = refusal(() => enter('192.0.2.1'));
    expect([status, code]).toEqual([429, 'WS_TOO_MANY_FROM_ADDRESS']);
    expect(headers).toHaveProperty('retry-after');
    expect(reason).toContain('"192.0.2.1"');
  });

  it('are fewer again when one leaves', async () => {
    const { enter } = door({ maxConnectionsPerAddress: 1, maxConnections: 1 });
    enter('192.0.2.1').handshakeEnded(undefined);
    const { socket } = withRawPeer(new WebSocket());
    enter('192.0.2.1').handshakeEnded(socket);
    expect(refusal(() => enter('192.0.2.1')).status).toBe(503);
    socket.terminate();
    await socket.whenClosed;
    enter('192.0.2.1');
  });

  it('are not limited where there is no address', () => {
    const { enter } = door({ maxConnectionsPerAddress: 1 });
    enter(undefined);
    expect(enter).not.toThrow();
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::1', true],
    ['2001:db8:1:2::1', '2001:0DB8:0001:0002::2', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::1', '::2', true],
    ['::1', '1::1', false],
    ['2001:db8::1', '2001:db8:0:0:5::', true],
    // All clients behind a translator would lock out each other.
    ['64:ff9b::192.0.2.1', '64:ff9b::192.0.2.2', false],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201', true],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::', true],
    ['192.0.2.1', '192.0.2.2', false],
  ])('%s and %s are one: %p', (one, other, isOne) => {
    const { enter } = door({ maxConnectionsPerAddress: 1 });
    enter(one);
    expect(isRefused(() => enter(other))).toBe(isOne);
  });
});

describe('handshakes under way', () => {
  it('are so many, and one more is refused with 503 until one has ended, well or not', () => {
    const { enter } = door({ maxPendingHandshakes: 2 });
    const [first, second] = [enter(), enter()];
    expect(refusal(enter)).toMatchObject({ status: 503, code: 'WS_TOO_MANY_HANDSHAKES' });
    first!.handshakeEnded(withRawPeer(new WebSocket()).socket);
    enter();
    expect(refusal(enter).code).toBe('WS_TOO_MANY_HANDSHAKES');
    second!.handshakeEnded(undefined);
    enter();
  });
});

describe('routes', () => {
  it('share the door’s count', () => {
    const { enter } = door({ maxConnections: 2 });
    enter(undefined, '/echo');
    enter(undefined, '/other');
    expect(refusal(() => enter(undefined, '/loud')).status).toBe(503);
  });

  it('that carry a limit of their own count apart', () => {
    const { enter } = door({ maxConnections: 2 });
    enter(undefined, '/small');
    expect(refusal(() => enter(undefined, '/small')).status).toBe(503);
    enter(undefined, '/echo');
    enter(undefined, '/echo');
    expect(refusal(() => enter(undefined, '/echo')).status).toBe(503);
  });

  it.each(['/few', '/quick'])('that carry another limit, as %s, count for the door’s all the same', (path) => {
    // A route's own figure took its sockets out of all totals of the door.
    const { enter } = door({ maxConnections: 1 });
    enter('192.0.2.1', path);
    expect(refusal(() => enter('192.0.2.2')).code).toBe('WS_TOO_MANY_CONNECTIONS');
  });

  it('count an address apart, and handshakes apart, where they carry that', () => {
    const { enter } = door({ maxConnectionsPerAddress: 1, maxPendingHandshakes: 3 });
    enter('192.0.2.1', '/few');
    expect(refusal(() => enter('192.0.2.1', '/few')).code).toBe('WS_TOO_MANY_FROM_ADDRESS');
    enter('192.0.2.1');
    expect(refusal(() => enter('192.0.2.1', '/other')).code).toBe('WS_TOO_MANY_FROM_ADDRESS');
    enter('192.0.2.2', '/quick');
    expect(refusal(() => enter('192.0.2.3', '/quick')).code).toBe('WS_TOO_MANY_HANDSHAKES');
    enter('192.0.2.3');
    expect(refusal(() => enter('192.0.2.4')).code).toBe('WS_TOO_MANY_HANDSHAKES');
  });

  it('that are given a limit count apart as well', () => {
    const limited = new Router({ '/a': EchoWebSocket }, { maxConnections: 2 }, { maxConnections: 1 }).match('/a')!;
    const { enter, admission } = door({ maxConnections: 2 });
    enter();
    admission.enter(limited.endpoint, undefined);
    enter();
    expect(refusal(() => admission.enter(limited.endpoint, undefined)).code).toBe('WS_TOO_MANY_CONNECTIONS');
  });

  it('are counted by their route, however often their options are completed', () => {
    const route = new Route('/');
    const endpoint = () => createEndpoint(route, Small, {}, { closeTimeout: 2000 });
    const { admission } = door();
    const first = admission.enter(endpoint(), undefined);
    expect(refusal(() => admission.enter(endpoint(), undefined)).code).toBe('WS_TOO_MANY_CONNECTIONS');
    first.handshakeEnded(undefined);
    admission.enter(endpoint(), undefined);
  });
});

describe('clients whose endpoint is not known yet', () => {
  it('are so many, and one more is refused with 503 until one has left', () => {
    const { enterAhead } = door();
    const places = enterAhead(1);
    expect(refusal(() => enterAhead(1))).toMatchObject({ status: 503, code: 'WS_TOO_MANY_HANDSHAKES' });
    places.remove();
    enterAhead(1);
  });
});
