import { describe, expect, it } from '@jest/globals';
import { resolveOptions } from '../../src/options/option-table.js';
import { SERVER_OPTIONS } from '../../src/server/server-options.js';

const resolve = (given: object) => resolveOptions(SERVER_OPTIONS, given);

describe('the options of a server', () => {
  it('have safe defaults, those of a connection among them', () => {
    expect(resolve({})).toMatchObject({
      maxMessageSize: 1_048_576,
      closeTimeout: 5_000,
      handshakeTimeout: 10_000,
      origins: 'same',
      subprotocols: [],
      maxConnections: 100_000,
      maxConnectionsPerAddress: Infinity,
      maxPendingHandshakes: 1_000,
      trustedProxies: [],
      forwardedHeader: 'x-forwarded-for',
    });
  });

  it.each([
    ['handshakeTimeout', 0],
    ['handshakeTimeout', 2 ** 31],
    ['origins', 'all'],
    ['origins', '*'],
    ['origins', 'https://example.org'],
    ['origins', ['example.org']],
    ['origins', ['https://example.org/']],
    ['origins', ['https://example.org/path']],
    ['origins', ['https://example.org:443']],
    ['origins', [5]],
    ['subprotocols', 'chat'],
    ['subprotocols', ['']],
    ['subprotocols', ['a b']],
    ['subprotocols', ['a,b']],
    ['subprotocols', [5]],
    ['maxConnections', 0],
    ['maxConnectionsPerAddress', 1.5],
    ['maxPendingHandshakes', '10'],
    ['trustedProxies', '10.0.0.0/8'],
    ['trustedProxies', ['10.0.0.0/33']],
    ['trustedProxies', ['proxy.example']],
    ['trustedProxies', [10]],
    ['forwardedHeader', 'X-Forwarded-For'],
    ['maxMessageSize', -1],
  ])('refuse %s: %p', (name, value) => {
    expect(() => resolve({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'WS_USAGE_OPTION', message: expect.stringContaining(`${name} must be`) }),
    );
  });

  it.each([
    ['origins', 'any'],
    ['origins', []],
    ['origins', ['https://example.org', 'HTTP://localhost:3000', 'null', 'chrome-extension://abc']],
    ['subprotocols', ['chat.v1', 'chat']],
    ['subprotocols', 'any'],
    ['handshakeTimeout', 1],
    ['maxConnections', Infinity],
    ['maxConnectionsPerAddress', 1],
    ['trustedProxies', ['10.0.0.0/8', '::1', 'unix']],
    ['forwardedHeader', 'forwarded'],
  ] as const)('allow %s: %p', (name, value) => {
    expect(resolve({ [name]: value })[name]).toBe(value);
  });

  it('name an unknown option', () => {
    expect(() => resolve({ origin: 'any' })).toThrow(/^"origin" is no good here: .*origins/);
  });
});
