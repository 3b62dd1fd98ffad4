import { Guard } from '../../src/server/guard.js';

const guard = new Guard('dev.local', 'secret');
guard.listensOn(9000);

const asked = (headers: Record<string, string>, url = '/') => ({ headers, url });

test.each(['127.0.0.1:9000', 'localhost:9000', '[::1]:9000', 'app.localhost', '192.168.1.5', 'DEV.local:9000'])(
  '%s is this server',
  (host) => {
    expect(guard.isOwnHost(asked({ host }))).toBe(true);
  },
);

test.each(['evil.example', 'evil.example:9000', '127.0.0.1.evil.example', 'localhost.evil.example'])(
  '%s is not',
  (host) => {
    expect(guard.isOwnHost(asked({ host }))).toBe(false);
  },
);

test.each([
  [{ host: '127.0.0.1:9000' }, true],
  [{ host: '127.0.0.1:9000', origin: 'http://127.0.0.1:9000' }, true],
  [{ host: '127.0.0.1:9000', origin: 'http://127.0.0.1:8000' }, false],
  [{ host: '127.0.0.1:9000', origin: 'null' }, false],
  [{ host: '127.0.0.1:9000', 'sec-fetch-site': 'same-origin' }, true],
  [{ host: '127.0.0.1:9000', 'sec-fetch-site': 'same-site' }, false],
  [{ host: '127.0.0.1:9000', 'sec-fetch-site': 'cross-site' }, false],
])('%j comes from its own page: %s', (headers, isOwn) => {
  expect(guard.isOwnPage(asked(headers))).toBe(isOwn);
});

test('the token is in the query or in the cookie of this port', () => {
  expect(guard.hasToken(asked({}, '/?token=secret'))).toBe(true);
  expect(guard.hasToken(asked({}, '/?token=wrong'))).toBe(false);
  expect(guard.hasToken(asked({}, '/'))).toBe(false);
  const cookie = guard.cookie.split(';')[0]!;
  expect(cookie).toBe('ws4ts-dev-9000=secret');
  expect(guard.hasToken(asked({ cookie: `other=1; ${cookie}` }))).toBe(true);
  expect(guard.hasToken(asked({ cookie: 'ws4ts-dev-9001=secret' }))).toBe(false);
  expect(guard.hasToken(asked({ cookie, 'sec-fetch-site': 'same-site' }))).toBe(false);
});
