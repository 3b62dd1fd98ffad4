// Who else uses a server is left alone.
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { CollectedLog, Echo, RawClient } from '@ws4ts/contract';
import { WebSocket as Client, WebSocketServer } from 'ws';
import { attach } from '../src/index.js';
import { listen, stop } from './support/serve.js';

const logger = new CollectedLog();
let server: Server;
let url: string;
let clients: RawClient[];

beforeEach(async () => {
  clients = [];
  server = createServer();
  attach(server, [Echo], { logger });
  url = await listen(server);
});

afterEach(async () => {
  for (const client of clients) client.destroy();
  await stop(server);
});

async function connect(path: string): Promise<RawClient> {
  const client = await RawClient.connect(url + path);
  clients.push(client);
  return client;
}

async function expectEcho(): Promise<void> {
  const client = await connect('/echo');
  await client.open();
  client.sendText('hello');
  expect(await client.read()).toBe('hello');
}

describe('an upgrade that is not ours', () => {
  const OTHERS: [string, string, string][] = [
    ['another protocol', '/echo', 'chess/1'],
    ['another path', '/elsewhere', 'websocket'],
  ];

  test.each(OTHERS)('%s: is left to the other listener', async (_what, path, upgrade) => {
    server.on('upgrade', (request, socket: Duplex) => {
      if (request.headers.upgrade === upgrade && request.url === path) {
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nplayed');
      }
    });
    const client = await connect(path);
    expect(await client.refused({ headers: { upgrade } })).toMatchObject({ status: 200, body: 'played' });
    const bystander = await connect('/echo');
    await bystander.open();
    bystander.sendText('hello');
    expect(await bystander.read()).toBe('hello');
  });

  test('another protocol: is answered 426 when nobody else listens', async () => {
    const client = await connect('/echo');
    const { status, headers } = await client.refused({ headers: { upgrade: 'chess/1' } });
    expect(status).toBe(426);
    expect(headers.get('upgrade')).toEqual(['websocket']);
  });

  test('another path: is answered 404 when nobody else listens', async () => {
    const client = await connect('/elsewhere');
    expect((await client.refused()).status).toBe(404);
  });

  test('a server of ws works beside', async () => {
    const others = new WebSocketServer({ noServer: true });
    others.on('connection', (socket) =>
      socket.on('message', (data: Buffer) => socket.send(`ws heard ${data.toString()}`)),
    );
    server.on('upgrade', (request, socket, head) => {
      if (request.url === '/ws') others.handleUpgrade(request, socket, head, (one) => others.emit('connection', one));
    });
    const client = new Client(`${url}/ws`);
    await once(client, 'open');
    client.send('hello');
    const [data] = (await once(client, 'message')) as [Buffer];
    expect(data.toString()).toBe('ws heard hello');
    await expectEcho();
    client.terminate();
  });
});

describe('a plain request', () => {
  async function ask(path: string): Promise<{ status: number | undefined; body: string }> {
    const request = get(url.replace('ws', 'http') + path);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const body = (await response.setEncoding('utf8').toArray()).join('');
    return { status: response.statusCode, body };
  }

  test.each(['/echo', '/page'])('of %s is left to the request listener', async (path) => {
    server.on('request', (request, response) => response.end(`the page ${request.url}`));
    expect(await ask(path)).toEqual({ status: 200, body: `the page ${path}` });
    await expectEcho();
  });

  test('of a path of ours is answered 426 when nobody else listens', async () => {
    expect(await ask('/echo')).toEqual({ status: 426, body: expect.stringContaining('websocket') });
  });

  test('of any other path is answered 404 when nobody else listens', async () => {
    expect(await ask('/page')).toMatchObject({ status: 404 });
  });
});

describe('what Node cannot read', () => {
  const MUCH = Buffer.alloc(4 * 1024 * 1024, 'x');
  const BROKEN: [what: string, bytes: string, status: number, sentence: string][] = [
    ['what is not HTTP', '\x16\x03\x01 this is no HTTP\r\n\r\n', 400, 'the request is not HTTP'],
    ['a header without a colon', 'GET /echo HTTP/1.1\r\nnonsense\r\n\r\n', 400, 'the request is not HTTP'],
    [
      'headers that are too big',
      `GET /echo HTTP/1.1\r\nHost: localhost\r\nX-Big: ${'x'.repeat(20_000)}`,
      431,
      'the headers of the request are too large',
    ],
  ];

  test.each(BROKEN)('%s: is refused in a whole answer', async (_what, bytes, status, sentence) => {
    const client = await connect('/echo');
    client.write(bytes);
    const answer = await client.readToEnd();
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(sentence);
    expect(answer.headers.get('connection')).toEqual(['close']);
    await expectEcho();
  });

  // Node answered and cut the connection at once. A client that was still sending got a reset, and never saw the answer.
  test.each(BROKEN)('%s: is refused without a reset, however much follows', async (_what, bytes, status) => {
    const client = await connect('/echo');
    // It reads when all has left, or could not: a reset has taken the answer away by then.
    client.pause();
    client.write(bytes);
    await new Promise((resolve) => client.socket.write(MUCH, resolve));
    client.resume();
    expect((await client.readToEnd()).status).toBe(status);
    await expectEcho();
  });

  test('is left to another listener that wants it', async () => {
    server.on('clientError', (_error, socket: Duplex) => socket.end('HTTP/1.1 418 \r\nContent-Length: 3\r\n\r\ntea'));
    const client = await connect('/echo');
    client.write('nonsense\r\n\r\n');
    expect(await client.readToEnd()).toMatchObject({ status: 418, body: 'tea' });
  });

  test('is refused as well on a connection that has had an answer', async () => {
    server.on('request', (_request, response) => response.end('page'));
    const client = await connect('/echo');
    client.write('GET /page HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n');
    expect(await client.readAnswer()).toMatchObject({ status: 200, body: 'page' });
    logger.takeWarnings();
    client.write('nonsense\r\n\r\n');
    expect((await client.readToEnd()).status).toBe(400);
    expect(logger.takeWarnings()).toEqual([expect.stringContaining('the request is not HTTP')]);
    await expectEcho();
  });

  test('while an answer is due is cut, since a second one would be taken for that', async () => {
    server.on('request', () => undefined);
    const client = await connect('/echo');
    logger.takeWarnings();
    client.write('GET /page HTTP/1.1\r\nHost: localhost\r\n\r\nnonsense\r\n\r\n');
    expect(await client.readText()).toBe('');
    expect(logger.takeWarnings()).toEqual([expect.stringContaining('the request is not HTTP')]);
    await expectEcho();
  });
});

describe('CONNECT', () => {
  // Node cut the connection without a word when nobody heard it.
  test('is answered 405', async () => {
    const client = await connect('/echo');
    logger.takeWarnings();
    const { status, headers } = await client.refused({ method: 'CONNECT', target: 'example.org:443' });
    expect([status, headers.get('allow')]).toEqual([405, ['GET']]);
    expect(logger.takeWarnings()).toEqual([expect.stringContaining('the method must be GET: "CONNECT"')]);
  });

  test('is left to another listener', async () => {
    server.on('connect', (_request, socket: Duplex) => socket.end('HTTP/1.1 200 OK\r\n\r\ntunnel'));
    const client = await connect('/echo');
    expect(await client.refused({ method: 'CONNECT', target: 'example.org:443' })).toMatchObject({ body: 'tunnel' });
  });
});
