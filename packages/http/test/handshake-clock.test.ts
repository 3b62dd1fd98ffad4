import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { PassThrough, type Duplex } from 'node:stream';
import { certificate, CollectedLog, Echo, privateKey, RawClient } from '@ws4ts/contract';
import { HandshakeClock } from '../src/handshake-clock.js';
import { attach, type HttpServer } from '../src/index.js';
import { listen, stop } from './support/serve.js';

const HALF = 'GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n';
const logger = new CollectedLog();

const servers: [string, () => HttpServer, string | undefined][] = [
  ['http', () => createServer(), undefined],
  ['https', () => createSecureServer({ cert: certificate, key: privateKey }), certificate],
];

/** Something that can be ended, as a connection can. */
const connection = (): Socket => Object.assign(new PassThrough() as Duplex as Socket, { bytesRead: 0 });

describe('the clock alone', () => {
  const { jest } = import.meta;
  let clock: HandshakeClock;

  beforeEach(() => {
    jest.useFakeTimers();
    clock = new HandshakeClock((socket) => void socket.end());
    clock.timeout = 100;
  });

  afterEach(() => jest.useRealTimers());

  test('gives each connection its own time', () => {
    const [first, second] = [connection(), connection()];
    const cut = () => [first.writableEnded, second.writableEnded];
    clock.start(first);
    jest.advanceTimersByTime(60);
    clock.start(second);
    jest.advanceTimersByTime(39);
    expect(cut()).toEqual([false, false]);
    jest.advanceTimersByTime(1);
    expect(cut()).toEqual([true, false]);
    jest.advanceTimersByTime(59);
    expect(cut()).toEqual([true, false]);
    jest.advanceTimersByTime(1);
    expect(cut()).toEqual([true, true]);
  });

  test('forgets who is gone', () => {
    const gone = connection();
    let looks = 0;
    Object.defineProperty(gone, 'destroyed', { get: () => looks++ < 0 });
    clock.begin(gone);
    gone.emit('close');
    jest.advanceTimersByTime(1_000);
    expect([looks, gone.writableEnded]).toEqual([0, false]);
  });

  test('leaves alone who has made a request, and everyone once it is stopped', () => {
    const [asked, left] = [connection(), connection()];
    clock.start(asked);
    clock.start(left);
    clock.end(asked);
    jest.advanceTimersByTime(99);
    clock.stop();
    jest.advanceTimersByTime(1_000);
    expect([asked.writableEnded, left.writableEnded]).toEqual([false, false]);
  });

  test('gives who was answered its time from the next request on, and waits for that for ever', () => {
    const [silent, asking] = [connection(), connection()];
    for (const one of [silent, asking]) clock.startAgain(one);
    jest.advanceTimersByTime(250);
    Object.assign(asking, { bytesRead: 1 });
    jest.advanceTimersByTime(149);
    expect(asking.writableEnded).toBe(false);
    jest.advanceTimersByTime(1);
    expect([silent.writableEnded, asking.writableEnded]).toEqual([false, true]);
  });

  test('starts again after everyone was cut', () => {
    const [first, second] = [connection(), connection()];
    clock.start(first);
    jest.advanceTimersByTime(100);
    clock.start(second);
    jest.advanceTimersByTime(100);
    expect([first.writableEnded, second.writableEnded]).toEqual([true, true]);
  });
});

describe.each(servers)('on node:%s', (_name, create, ca) => {
  let server: HttpServer;
  let url: string;
  let clients: RawClient[];

  beforeEach(async () => {
    clients = [];
    server = create();
    attach(server, [Echo], { logger, handshakeTimeout: 50 });
    url = await listen(server);
  });

  afterEach(async () => {
    for (const client of clients) client.destroy();
    await stop(server);
  });

  async function connect(): Promise<RawClient> {
    const client = await RawClient.connect(`${url}/echo`, ca);
    clients.push(client);
    return client;
  }

  test.each([
    ['that says nothing', ''],
    ['that sends half a request', HALF],
  ])('a client %s is cut with a whole 408', async (_what, bytes) => {
    const started = performance.now();
    const client = await connect();
    if (bytes !== '') client.write(bytes);
    const { status, body, headers } = await client.readToEnd();
    expect(status).toBe(408);
    expect(headers.get('connection')).toEqual(['close']);
    expect(body).toContain('50 ms');
    expect(performance.now() - started).toBeGreaterThan(45);
  });

  test('a client that sends a byte now and then is cut as well', async () => {
    const client = await connect();
    const bytes = Buffer.from(HALF);
    let at = 0;
    // Each byte is sent when the last has left; the timer is not reset by them.
    const drip = (): void => {
      if (client.socket.writable) client.socket.write(bytes.subarray(at, ++at), () => setImmediate(drip));
    };
    drip();
    expect((await client.readToEnd()).status).toBe(408);
  });

  test('who comes later has as much time, and who is open is left alone', async () => {
    const open = await connect();
    await open.open();
    const first = await connect();
    expect((await first.readToEnd()).status).toBe(408);
    const second = await connect();
    expect((await second.readToEnd()).status).toBe(408);
    open.sendText('still here');
    expect(await open.read()).toBe('still here');
  });
});

describe('with other users of the server', () => {
  let server: Server;

  afterEach(() => stop(server));

  test('a connection that has made a request is left to Node', async () => {
    server = createServer((_request, response) => response.end('page'));
    attach(server, [Echo], { logger, handshakeTimeout: 30 });
    const url = await listen(server);
    const client = await RawClient.connect(url);
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await client.readAnswer();
    const idle = await RawClient.connect(url);
    expect((await idle.readToEnd()).status).toBe(408);
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect((await client.readToEnd()).status).toBe(200);
  });

  test('the next request of a connection has to come in time too', async () => {
    server = createServer((_request, response) => response.end('page'));
    attach(server, [Echo], { logger, handshakeTimeout: 30 });
    const client = await RawClient.connect(await listen(server));
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await client.readAnswer();
    client.write(HALF);
    expect((await client.readToEnd()).status).toBe(408);
  });

  test('a client that does not even begin TLS is cut', async () => {
    const secure = createSecureServer({ cert: certificate, key: privateKey });
    server = secure as unknown as Server;
    attach(secure, [Echo], { logger, handshakeTimeout: 30 });
    const client = await RawClient.connect((await listen(secure)).replace('wss', 'ws'));
    expect(await client.readText()).toBe('');
  });

  test('the longest time of all that are attached counts, until one is closed', async () => {
    server = createServer();
    attach(server, { '/quick': Echo }, { logger, handshakeTimeout: 20 });
    const slow = attach(server, { '/slow': Echo }, { logger, handshakeTimeout: 80 });
    const url = await listen(server);
    const patient = await RawClient.connect(url);
    expect((await patient.readToEnd()).body).toContain('80 ms');
    await slow.close();
    const hurried = await RawClient.connect(url);
    expect((await hurried.readToEnd()).body).toContain('20 ms');
  });
});
