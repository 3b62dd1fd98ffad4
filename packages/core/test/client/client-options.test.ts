import { describe, expect, it } from '@jest/globals';
import { Agent } from 'node:http';
import { CLIENT_OPTIONS, type ClientOptions } from '../../src/client/client-options.js';
import { CONNECTION_OPTIONS } from '../../src/options/connection-options.js';
import { resolveOptions } from '../../src/options/option-table.js';
import { expectUsageError } from '../support/expectations.js';

describe('CLIENT_OPTIONS', () => {
  it('have these defaults, beside those of every connection', () => {
    const common = Object.entries(CONNECTION_OPTIONS).map(([name, rule]) => [name, rule.default]);
    expect(resolveOptions(CLIENT_OPTIONS, {})).toEqual({
      ...Object.fromEntries(common),
      headers: {},
      subprotocols: [],
      handshakeTimeout: 10_000,
      maxRedirects: 5,
      signal: undefined,
      tls: undefined,
      agent: undefined,
      proxy: undefined,
    });
  });

  it.each<Partial<ClientOptions>>([
    { headers: { authorization: 'Bearer x', cookie: ['a=1', 'b=2'] } },
    { subprotocols: ['chat.v2', 'chat.v1'] },
    { handshakeTimeout: 1 },
    { maxRedirects: 0 },
    { maxRedirects: 100 },
    { signal: AbortSignal.abort() },
    { tls: { ca: 'a certificate' } },
    { agent: new Agent() },
    { proxy: 'http://127.0.0.1:3128' },
    { proxy: 'environment' },
    { compression: { level: 9 } },
  ])('allow %j', (options) => {
    expect(resolveOptions(CLIENT_OPTIONS, options)).toMatchObject(options);
  });

  it.each<[string, unknown]>([
    ['headers', 'authorization: x'],
    ['subprotocols', 'chat'],
    ['subprotocols', ['chat', 'chat']],
    ['subprotocols', ['a b']],
    ['subprotocols', ['']],
    ['subprotocols', [1]],
    ['handshakeTimeout', 0],
    ['handshakeTimeout', Infinity],
    ['maxRedirects', -1],
    ['maxRedirects', 101],
    ['maxRedirects', 1.5],
    ['signal', { aborted: false }],
    ['tls', 'a certificate'],
    ['agent', true],
    ['proxy', ''],
    ['proxy', 3128],
    ['compression', { level: 10 }],
    ['origin', 'https://example.org'],
  ])('refuse %s: %p', (name, value) => {
    const options = { [name]: value } as Partial<ClientOptions>;

    expectUsageError(() => resolveOptions(CLIENT_OPTIONS, options), 'WS_USAGE_OPTION');
  });
});
