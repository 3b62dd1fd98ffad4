// Handshakes that fail: each with a whole HTTP response, and a line in the log that says why.
import { gates, journal } from '../journal.js';
import { pageOf, type Stage } from '../stage.js';
import { KEY, type RequestChange } from '../wire/upgrade-request.js';

const text = { 'content-type': ['text/plain; charset=utf-8'] };
const version = { 'sec-websocket-version': ['13'] };
const upgrade = { upgrade: ['websocket'] };

/** What is wrong, the request, the status, and headers of the answer. */
const BAD: readonly [what: string, change: RequestChange, status: number, headers: Record<string, string[]>][] = [
  ['POST', { method: 'POST' }, 405, { ...text, allow: ['GET'] }],
  ['HTTP/1.0', { version: '1.0' }, 400, text],
  ['two Hosts', { headers: { host: ['one', 'two'] } }, 400, text],
  ['a Host with a path', { headers: { host: 'localhost/page' } }, 400, text],
  ['a body', { headers: { 'content-length': '5' } }, 400, text],
  ['no Upgrade', { headers: { upgrade: undefined } }, 426, { ...text, ...upgrade }],
  ['no Connection', { headers: { connection: undefined } }, 400, text],
  ['a Connection without Upgrade', { headers: { connection: 'keep-alive' } }, 400, text],
  ['no key', { headers: { 'sec-websocket-key': undefined } }, 400, text],
  ['a key of 15 bytes', { headers: { 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAA' } }, 400, text],
  ['two keys', { headers: { 'sec-websocket-key': [KEY, KEY] } }, 400, text],
  ['no version', { headers: { 'sec-websocket-version': undefined } }, 400, { ...text, ...version }],
  ['version 8', { headers: { 'sec-websocket-version': '8' } }, 426, { ...text, ...version, ...upgrade }],
  ['a subprotocol twice', { headers: { 'sec-websocket-protocol': 'a, a' } }, 400, text],
  ['a broken extension', { headers: { 'sec-websocket-extensions': 'permessage-deflate; =' } }, 400, text],
];

export function refusals(stage: Stage): void {
  test.each(BAD)('%s', async (_what, change, status, expected) => {
    const client = await stage.connect(await stage.serve());
    const answer = await client.refused(change);
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject(expected);
    expect(answer.headers.get('connection')?.join()).toMatch(/\bclose\b/);
    expect(answer.body).toMatch(/\[(§|RFC)/);
  });

  test('HEAD is answered without a body', async () => {
    const client = await stage.connect(await stage.serve());
    client.request({ method: 'HEAD' });
    const answer = await client.readText();
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
  });

  test('a request without a Host is a bad request', async () => {
    const client = await stage.connect(await stage.serve());
    expect((await client.refused({ headers: { host: undefined } })).status).toBe(400);
  });

  test.each([
    '/nowhere',
    '/nowhere?token=secret',
    '/',
    '/echo/',
    '/ECHO',
    '/shelves/one',
    '/shelves/a/b/c',
    '/shelves/%zz/b',
  ])('%s is no endpoint', async (path) => {
    const client = await stage.connect(await stage.serve(), path);
    const { status, body } = await client.refused();
    expect([status, body]).toEqual([404, expect.stringMatching(/no endpoint|Not Found/)]);
    expect(body).not.toContain('secret');
  });

  test('HandshakeError is answered with its status, headers and body', async () => {
    const client = await stage.connect(await stage.serve(), '/guarded?token=secret');
    const { status, headers, body } = await client.refused();
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toEqual(['Bearer realm="cave"']);
    expect(headers.get('content-type')).toEqual(['application/json']);
    expect(headers.get('set-cookie')).toEqual(['a=1', 'b=2']);
    expect(body).toBe('{"error":"sign in first"}');
    // The query, which may carry a token, is in no log.
    expect(stage.log.takeWarnings()).toEqual([
      expect.stringMatching(/^refused a handshake for \S*\/guarded: 401 sign in first$/),
    ]);
  });

  test('any other error is a bare 500, and nothing of it leaves the server', async () => {
    const client = await stage.connect(await stage.serve(), '/broken');
    const { status, headers, body } = await client.refused();
    expect(status).toBe(500);
    expect(body).toBe('Internal Server Error');
    expect([...headers.keys()].toSorted()).toEqual(expect.arrayContaining(['connection', 'content-length']));
    expect(JSON.stringify([...headers])).not.toContain('swordfish');
    expect(stage.log.takeErrors()).toEqual([new Error('the password of the database is swordfish')]);
  });

  test('a requested that takes too long is cut with 408', async () => {
    const client = await stage.connect(await stage.serve({ handshakeTimeout: 100 }), '/slow/requested');
    expect((await client.refused()).status).toBe(408);
    expect(stage.log.takeWarnings()).toEqual([expect.stringContaining('longer than handshakeTimeout')]);
  });

  describe('origins', () => {
    test('a page of this host may connect', async () => {
      const door = await stage.serve();
      const client = await stage.open(door, '/echo', { headers: { origin: pageOf(door) } });
      client.sendText('hello');
      expect(await client.read()).toBe('hello');
    });

    test.each(['https://evil.example', 'http://127.0.0.1:1', 'null', 'nonsense'])(
      'a page of %s may not',
      async (origin) => {
        const client = await stage.connect(await stage.serve());
        expect((await client.refused({ headers: { origin } })).status).toBe(403);
        expect(stage.log.takeWarnings()).toEqual([expect.stringContaining(origin)]);
      },
    );

    test('the host of an absolute target counts, whatever Host says', async () => {
      const door = await stage.serve();
      const client = await stage.connect(door);
      const target = `http://other.example${new URL(`${door.url}/echo`).pathname}`;
      expect((await client.refused({ target, headers: { origin: pageOf(door) } })).status).toBe(403);
    });

    test('pages that are listed may connect, and no others', async () => {
      const door = await stage.serve({ origins: ['https://friend.example'] });
      await stage.open(door, '/echo', { headers: { origin: 'https://friend.example' } });
      await stage.open(door, '/echo', { headers: { origin: pageOf(door) } });
      const client = await stage.connect(door);
      expect((await client.refused({ headers: { origin: 'https://friend.example.evil.example' } })).status).toBe(403);
    });

    test('all may when any is said', async () => {
      const client = await stage.open(await stage.serve({ origins: 'any' }), '/echo', {
        headers: { origin: 'https://evil.example' },
      });
      client.sendText('hello');
      expect(await client.read()).toBe('hello');
    });
  });

  describe('numbers', () => {
    const AGAIN = { 'retry-after': [expect.stringMatching(/^\d+$/)] };
    const LOCAL = ['127.0.0.0/8', '::1'];

    test('clients are refused with 503 when there are maxConnections, until one has gone', async () => {
      const door = await stage.serve({ maxConnections: 1 });
      const first = await stage.open(door, '/recorded');
      const { status, headers } = await (await stage.connect(door)).refused();
      expect([status, Object.fromEntries(headers)]).toEqual([503, expect.objectContaining(AGAIN)]);
      expect(stage.log.takeWarnings()).toEqual([expect.stringContaining('maxConnections')]);
      first.destroy();
      await journal.until('1 closed 1006');
      await stage.open(door);
    });

    test('clients are refused with 429 when there are maxConnectionsPerAddress of theirs', async () => {
      const door = await stage.serve({ maxConnectionsPerAddress: 1 });
      await stage.open(door);
      const refusal = await (await stage.connect(door)).refused();
      expect([refusal.status, Object.fromEntries(refusal.headers)]).toEqual([429, expect.objectContaining(AGAIN)]);
    });

    test('clients are told apart behind trusted proxies', async () => {
      const door = await stage.serve({ maxConnectionsPerAddress: 1, trustedProxies: LOCAL });
      const from = (address: string) => ({ headers: { 'x-forwarded-for': `198.51.100.1, ${address}` } });
      await stage.open(door, '/echo', from('203.0.113.1'));
      const second = await stage.open(door, '/shelves/a/b', from('203.0.113.2'));
      expect(JSON.parse(String(await second.read()))).toMatchObject({ clientAddress: '203.0.113.2' });
      expect((await (await stage.connect(door)).refused(from('203.0.113.1'))).status).toBe(429);
    });

    test('clients are not told apart by what they say of themselves', async () => {
      const door = await stage.serve({ maxConnectionsPerAddress: 1 });
      await stage.open(door, '/echo', { headers: { 'x-forwarded-for': '203.0.113.1' } });
      const second = await stage.connect(door);
      expect((await second.refused({ headers: { 'x-forwarded-for': '203.0.113.2' } })).status).toBe(429);
    });

    test('clients are refused with 503 when there are maxPendingHandshakes, until one has ended', async () => {
      const door = await stage.serve({ maxPendingHandshakes: 1 });
      const first = await stage.connect(door, '/slow/requested');
      first.request();
      await journal.until('requested begins');
      expect((await (await stage.connect(door)).refused()).status).toBe(503);
      gates.open('requested');
      expect((await first.readOpening()).status).toBe(101);
      await stage.open(door);
    });

    test('clients of a route with limits of its own are bound by those, not by the server’s', async () => {
      const door = await stage.serve({ maxConnections: 1, maxMessagesPerSecond: 1_000, overRate: 'delay' });
      await stage.open(door);
      const [one] = [await stage.open(door, '/strict'), await stage.open(door, '/strict')];
      expect((await (await stage.connect(door, '/strict')).refused()).status).toBe(503);
      expect((await (await stage.connect(door)).refused()).status).toBe(503);
      for (let i = 0; i < 10; i++) one.sendText('too often');
      expect(await one.readClose()).toEqual({ code: 1008, reason: 'more than 1 messages a second' });
    });
  });
}
