import { describe, expect, it } from '@jest/globals';
import { normalPath, serverOptionsOf } from '../../src/gateways/gateway-options.js';

describe('serverOptionsOf', () => {
  it('has the defaults that gateways were written for', () => {
    expect(serverOptionsOf({}, {})).toEqual({
      origins: 'any',
      subprotocols: 'any',
      maxMessageSize: 104_857_600,
      maxBufferedAmount: 268_435_456,
    });
  });

  it("puts the adapter's options before the defaults, and the gateway's before those", () => {
    const adapter = { origins: 'same', maxMessageSize: 5, compression: true, closeTimeout: 7 } as const;
    expect(serverOptionsOf(adapter, {})).toMatchObject({ ...adapter, subprotocols: 'any' });
    const gateway = { maxPayload: 9, perMessageDeflate: false, path: '/chat', unknown: 1 };
    expect(serverOptionsOf(adapter, gateway)).toMatchObject({
      ...adapter,
      subprotocols: 'any',
      maxMessageSize: 9,
      compression: false,
    });
  });

  it('takes the options of compression as a yes, and no limit as the largest', () => {
    expect(serverOptionsOf({}, { perMessageDeflate: { zlibDeflateOptions: {} }, maxPayload: 0 })).toMatchObject({
      compression: true,
      maxMessageSize: 2 ** 30,
    });
  });

  it.each([{ namespace: '/chat' }, { handleProtocols: () => 'v1' }])('throws for %p', (gateway) => {
    expect(() => serverOptionsOf({}, gateway)).toThrow(expect.objectContaining({ code: 'WS_USAGE_OPTION' }));
  });
});

describe('normalPath', () => {
  it.each([
    ['', '/'],
    ['/', '/'],
    ['chat', '/chat'],
    ['/chat/', '/chat'],
    ['//chat//room//', '/chat/room'],
    ['/rooms/:room', '/rooms/:room'],
  ])('of %p is %p', (path, normal) => {
    expect(normalPath(path)).toBe(normal);
  });
});
