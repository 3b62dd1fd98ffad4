import { describe, expect, it } from '@jest/globals';
import { readTarget, type Target } from '../../src/client/target.js';
import { expectUsageError } from '../support/expectations.js';

describe('readTarget', () => {
  it.each<[string, Partial<Target>]>([
    [
      'ws://example.org',
      { isSecure: false, hostname: 'example.org', port: '80', path: '/', origin: 'ws://example.org' },
    ],
    ['wss://example.org', { isSecure: true, port: '443', path: '/', origin: 'wss://example.org' }],
    ['WS://Example.ORG:80/A', { hostname: 'example.org', port: '80', path: '/A', origin: 'ws://example.org' }],
    [
      'wss://example.org:8443/chat?room=1&x',
      { port: '8443', path: '/chat?room=1&x', origin: 'wss://example.org:8443' },
    ],
    ['ws://example.org?q', { path: '/?q' }],
    ['ws://example.org/a b/é', { path: '/a%20b/%C3%A9' }],
    ['http://example.org/a', { isSecure: false, port: '80', origin: 'ws://example.org', url: 'ws://example.org/a' }],
    ['https://example.org/a', { isSecure: true, port: '443', origin: 'wss://example.org', url: 'wss://example.org/a' }],
    ['ws://[::1]:9000/', { hostname: '::1', port: '9000', origin: 'ws://[::1]:9000' }],
    ['ws://user:p%40ss@example.org/', { auth: 'user:p@ss', origin: 'ws://example.org', url: 'ws://example.org/' }],
    ['ws://user@example.org/', { auth: 'user:' }],
    ['ws://:pass@example.org/', { auth: ':pass' }],
    ['ws://example.org/', { auth: undefined, socketPath: undefined }],
  ])('%s', (url, target) => {
    expect(readTarget(url)).toMatchObject(target);
    expect(readTarget(url)).toHaveProperty('auth', target.auth);
  });

  it.each<[string, Partial<Target>]>([
    ['ws+unix:/run/a.sock', { socketPath: '/run/a.sock', path: '/', url: 'ws+unix:/run/a.sock:/' }],
    ['ws+unix:/run/a.sock:/chat?q=1:2', { socketPath: '/run/a.sock', path: '/chat?q=1:2' }],
    ['ws+unix:///run/a.sock:/chat', { socketPath: '/run/a.sock', path: '/chat', origin: 'ws+unix:/run/a.sock' }],
    ['WS+UNIX:/run/a.sock:/', { isSecure: false, hostname: 'localhost', socketPath: '/run/a.sock', path: '/' }],
  ])('%s', (url, target) => {
    expect(readTarget(url)).toMatchObject(target);
  });

  it.each(['ws://user:secret@example.org/#part', 'ftp://user:secret@example.org/'])(
    'shows no password of %s',
    (url) => {
      expect(() => readTarget(url)).toThrow(/"(ws|ftp):\/\/…@example\.org/);
      expect(() => readTarget(url)).not.toThrow(/secret/);
    },
  );

  it('takes a URL object, and leaves it as it is', () => {
    const url = new URL('wss://user:pass@example.org/chat');
    expect(readTarget(url)).toEqual(readTarget('wss://user:pass@example.org/chat'));
    expect(url.href).toBe('wss://user:pass@example.org/chat');
  });

  it.each([
    '',
    'example.org',
    '//example.org/',
    '/chat',
    'ws://',
    'ws://exa mple.org/',
    'ws://example.org:99999/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ws+unix:',
    'ws+unix:run/a.sock',
    'ws+unix:/run/a.sock:chat',
    // §3: "Fragment identifiers are meaningless in the context of WebSocket URIs and MUST NOT be used on these URIs."
    'ws://example.org/#',
    'ws://example.org/#part',
    'ws+unix:/run/a.sock:/#part',
    // Credentials whose percent signs encode nothing.
    'ws://%zz:pass@example.org/',
    'ws://user:%ff@example.org/',
  ])('refuses %p', (url) => {
    expectUsageError(() => readTarget(url), 'WS_USAGE_URL');
  });
});
