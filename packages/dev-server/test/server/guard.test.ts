import { UsageError } from '@ws4ts/core';
import { Guard } from '../../src/server/guard.js';

const guard = new Guard('dev.local', 'well-kept');
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

test('the token is in the query', () => {
  expect(guard.hasToken(asked({}, '/?token=well-kept'))).toBe(true);
  for (const url of ['/?token=wrong', '/?token=', '/?token', '/']) expect(guard.hasToken(asked({}, url))).toBe(false);
});

test('the cookie is of this port and of its own page, and does not give the token away', () => {
  const cookie = guard.cookie.split(';')[0]!;
  expect(cookie).toMatch(/^ws4ts-dev-9000=[\w-]{43}$/);
  expect(guard.hasCookie(asked({ cookie: `other=1; ${cookie}` }))).toBe(true);
  expect(guard.hasCookie(asked({ cookie: cookie.replace('9000', '9001') }))).toBe(false);
  expect(guard.hasCookie(asked({ cookie: 'ws4ts-dev-9000=well-kept' }))).toBe(false);
  expect(guard.hasCookie(asked({ cookie: 'ws4ts-dev-9000=' }))).toBe(false);
  expect(guard.hasCookie(asked({ cookie, 'sec-fetch-site': 'same-site' }))).toBe(false);
});

// Such a token cut its own cookie, and every file of the page was refused.
test.each(['with=sign', 'a=b;c d, "ü"'])('a token may be %j', (token) => {
  const other = new Guard('127.0.0.1', token);
  expect(other.hasToken(asked({}, `/?token=${encodeURIComponent(token)}`))).toBe(true);
  expect(other.hasCookie(asked({ cookie: other.cookie.split(';')[0]! }))).toBe(true);
});

test.each(['', 'seven77'])('%j is no token', (token) => {
  expect(() => new Guard('127.0.0.1', token)).toThrow(UsageError);
});
