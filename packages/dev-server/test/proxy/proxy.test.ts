// A dev server before another server: here, before another dev server.
import { connect, HandshakeError, silentLogger, UsageError } from '@ws4ts/core';
import { closeLater } from '../support/opened.js';
import { secureEcho } from '../support/secure-echo.js';
import { serve, serveWithPage } from '../support/served.js';

async function proxied() {
  const target = await serve();
  const { server, page } = await serveWithPage({ proxy: target.url });
  const dial = async (path: string, options: Parameters<typeof connect>[2] = {}) => {
    const socket = await connect(server.url + path, { logger: silentLogger, ...options });
    closeLater(() => socket.terminate());
    return socket;
  };
  return { target, server, page, dial };
}

test('what is negotiated is between the two ends', async () => {
  const { dial } = await proxied();
  const spoken = await dial('/subprotocol', { subprotocols: ['json'] });
  expect(spoken.subprotocol).toBe('json');
  const compressed = await dial('/compressed', { compression: true });
  expect(compressed.isCompressed).toBe(true);
  await compressed.receive();
  compressed.send('over there '.repeat(100));
  await compressed.receive();
  expect((await compressed.receive()).text).toBe('over there '.repeat(100));
});

test('its connections are live connections, whose frames can be seen', async () => {
  const { dial, page, server } = await proxied();
  const client = await dial('/chat/red?a=b');
  expect((await client.receive()).text).toContain('you are 1');
  const { connections } = await page.event('connections', (event) => event.connections.length > 0);
  expect(connections).toMatchObject([{ route: '/*path', path: '/chat/red?a=b', rooms: [] }]);
  const { id } = connections[0]!;
  await page.ask({ type: 'watch', id });
  client.send('hello');
  expect((await client.receive()).text).toBe('hello');
  const frames = await page.frames(id, ({ direction }) => direction === 'sent');
  expect(frames.map(({ direction, payload }) => [direction, payload])).toEqual([
    ['received', { text: 'hello' }],
    ['sent', { text: 'hello' }],
  ]);
  await page.ask({ type: 'sendToConnection', id, payload: { text: 'between' } });
  expect((await client.receive()).text).toBe('between');
  expect(await page.ask({ type: 'joinRoom', id, room: 'x' })).toContain('proxy');
  await page.ask({ type: 'closeConnection', id, code: 4000, reason: 'from between' });
  await client.whenClosed;
  expect(client.closeCode).toBe(4000);
  expect((await page.event('state')).proxy).toContain('ws://');
  expect(server.routes).toEqual([]);
});

test('a close of the target arrives with its code', async () => {
  const { dial } = await proxied();
  const client = await dial('/close/1011');
  await client.whenClosed;
  expect([client.closeCode, client.closeReason]).toEqual([1011, 'you asked for 1011']);
});

test('a refusal of the target is passed on', async () => {
  const { dial } = await proxied();
  const refusal = await dial('/reject/401').catch((error: unknown) => error as HandshakeError);
  expect(refusal).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="ws4ts"' } });
  expect((refusal as HandshakeError).body.toString()).toBe('you asked for 401');
});

test('a target that is not there is a 502', async () => {
  const server = await serve({ proxy: 'ws://127.0.0.1:1' });
  await expect(connect(`${server.url}/echo`)).rejects.toMatchObject({ status: 502, body: expect.anything() });
});

describe('a target over TLS', () => {
  /** The target without its path. */
  const secureTarget = async (): Promise<string> => (await secureEcho()).replace(/\/echo$/, '');

  test('whose certificate nobody vouches for is a 502 that says so', async () => {
    const target = await secureTarget();
    const { server, page } = await serveWithPage({ proxy: target });
    const reason = `${new URL(target).host} cannot be reached: its certificate is signed by itself alone`;
    const refusal = await connect(`${server.url}/echo`).catch((error: unknown) => error as HandshakeError);
    expect(refusal).toMatchObject({ status: 502 });
    expect((refusal as HandshakeError).body.toString()).toContain(reason);
    expect((await page.event('log')).line).toContain(reason);
  });

  test('is talked to when its certificate is taken all the same, and its frames are seen', async () => {
    const { server, page } = await serveWithPage({ proxy: await secureTarget(), insecure: true });
    const client = await connect(`${server.url}/echo`, { logger: silentLogger });
    closeLater(() => client.terminate());
    const { connections } = await page.event('connections', (event) => event.connections.length > 0);
    const { id } = connections[0]!;
    await page.ask({ type: 'watch', id });
    client.send('in secret');
    expect((await client.receive()).text).toBe('in secret');
    const frames = await page.frames(id, ({ direction }) => direction === 'sent');
    expect(frames.map(({ payload }) => payload)).toEqual([{ text: 'in secret' }, { text: 'in secret' }]);
  });
});

test('pages of other origins are kept out, of its own are let in', async () => {
  const { dial, server } = await proxied();
  await expect(dial('/echo', { headers: { origin: 'https://evil.example' } })).rejects.toMatchObject({ status: 403 });
  const own = await dial('/echo', { headers: { origin: server.url.replace('ws', 'http') } });
  own.send('hello');
  expect((await own.receive()).text).toBe('hello');
});

test('a target is a URL', async () => {
  await expect(serve({ proxy: 'localhost:9000' })).rejects.toThrow(UsageError);
});
