import { describe, expect, it } from '@jest/globals';
import { pathOf, UpgradeRequest, type IncomingUpgrade } from '../../src/socket/upgrade-request.js';

function asked(incoming: Partial<IncomingUpgrade>): UpgradeRequest {
  const request = { headers: {}, rawHeaders: [], httpVersion: '1.1', socket: {}, ...incoming };
  return new UpgradeRequest(request, { room: 'a' }, ['v1']);
}

describe('UpgradeRequest', () => {
  it('says what the request says', () => {
    const request = asked({
      url: '/chat/a?x=1&x=2&y=%20',
      headers: { origin: 'https://example.org', cookie: 'a=b' },
      socket: { remoteAddress: '192.0.2.1' },
    });
    expect([request.url, request.path]).toEqual(['/chat/a?x=1&x=2&y=%20', '/chat/a']);
    expect([request.query.getAll('x'), request.query.get('y')]).toEqual([['1', '2'], ' ']);
    expect([request.origin, request.headers.cookie, request.remoteAddress]).toEqual([
      'https://example.org',
      'a=b',
      '192.0.2.1',
    ]);
    expect([request.params, request.subprotocols]).toEqual([{ room: 'a' }, ['v1']]);
  });

  it('says who the client is: who a proxy speaks for, else the peer', () => {
    const request = { headers: {}, rawHeaders: [], httpVersion: '1.1', socket: { remoteAddress: '10.0.0.1' } };
    const behindProxy = new UpgradeRequest(request, {}, [], '203.0.113.7');
    expect([behindProxy.clientAddress, behindProxy.remoteAddress]).toEqual(['203.0.113.7', '10.0.0.1']);
    expect(asked({ socket: { remoteAddress: '192.0.2.1' } }).clientAddress).toBe('192.0.2.1');
    expect(asked({}).clientAddress).toBeUndefined();
  });

  it('asks for the address of the peer once, and not before somebody wants to know it', () => {
    let asking = 0;
    const socket = {
      get remoteAddress() {
        return asking++ === 0 ? '::ffff:192.0.2.1' : undefined;
      },
    };
    const request = asked({ socket });
    request.settle();
    expect(asking).toBe(0);
    expect([request.clientAddress, request.remoteAddress, asking]).toEqual(['192.0.2.1', '::ffff:192.0.2.1', 1]);
  });

  it('does without query, origin and address', () => {
    const request = asked({ url: undefined });
    expect([request.url, request.path, [...request.query]]).toEqual(['/', '/', []]);
    expect([request.origin, request.remoteAddress]).toEqual([undefined, undefined]);
  });

  it('says the same of its headers once the connection stands, and keeps nothing else of the request', () => {
    const headers = {
      host: 'example.org',
      cookie: 'a=b; c=d',
      empty: '',
      'set-cookie': ['e=f', 'g=h'],
      'x-text': 'ä: ö, ü',
    };
    const request = asked({ headers });
    request.settle();
    expect(request.incoming).toBeUndefined();
    expect(request.headers).toEqual(headers);
    expect(request.headers).not.toBe(headers);
    // Read once, they stay: what was changed is found changed.
    expect(request.headers).toBe(request.headers);
    const bare = asked({});
    bare.settle();
    expect([bare.headers, bare.origin]).toEqual([{}, undefined]);
  });

  it('gives out the added headers once', () => {
    const request = asked({});
    expect([...request.takeResponseHeaders()]).toEqual([]);
    request.responseHeaders.set('X-One', '1');
    request.responseHeaders.append('set-cookie', 'a=1');
    request.responseHeaders.append('set-cookie', 'b=2');
    expect([...request.takeResponseHeaders()]).toEqual([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['x-one', '1'],
    ]);
    expect([...request.takeResponseHeaders()]).toEqual([]);
  });
});

describe('pathOf', () => {
  it.each([
    ['/', '/'],
    ['/a/b?c?d', '/a/b'],
    ['/?x', '/'],
    ['http://example.org/a?b', '/a'],
    ['HTTPS://example.org', '/'],
    ['http://example.org?b', '/'],
    ['/http://example.org/a', '/http://example.org/a'],
    ['/a%2Fb', '/a%2Fb'],
  ])('is of %p: %p', (url, path) => {
    expect(pathOf(url)).toBe(path);
  });
});
