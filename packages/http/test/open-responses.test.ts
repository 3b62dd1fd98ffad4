// A client may send a handshake before the response to its last request has come. The 101 was written at once, and that response
// landed between the frames.
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { clientFrame, CollectedLog, Echo, RawClient } from '@ws4ts/contract';
import { attach } from '../src/index.js';
import { listen, stop } from './support/serve.js';

const TEXT = 0x1;
const logger = new CollectedLog();
let server: Server;
let client: RawClient;

/** Sends a plain request and a handshake in one segment; resolves with the response that the server owes then. */
async function ask(path = '/echo', handshakeTimeout = 10_000): Promise<ServerResponse> {
  server = createServer(() => undefined);
  attach(server, [Echo], { logger, handshakeTimeout });
  client = await RawClient.connect((await listen(server)) + path);
  const asked = once(server, 'request');
  client.socket.cork();
  client.write('GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n');
  client.request({}, clientFrame(TEXT, 'one'));
  client.socket.uncork();
  const [, response] = (await asked) as [unknown, ServerResponse];
  return response;
}

afterEach(async () => {
  client.destroy();
  await stop(server);
});

test('a handshake waits for the response before it', async () => {
  const response = await ask();
  const { socket } = response.req;
  response.end('page');
  expect(await client.readAnswer()).toMatchObject({ status: 200, body: 'page' });
  expect((await client.readOpening()).status).toBe(101);
  client.sendText('two');
  expect([await client.read(), await client.read()]).toEqual(['one', 'two']);
  // What Node has set for the next request on a connection that it keeps.
  expect(socket.timeout).toBe(0);
});

test('a refusal waits as well', async () => {
  const response = await ask('/nowhere');
  response.end('page');
  expect(await client.readAnswer()).toMatchObject({ status: 200, body: 'page' });
  expect((await client.readToEnd()).status).toBe(404);
});

test('of two responses, the last is waited for', async () => {
  const late = new Promise<ServerResponse>((resolve) => {
    server = createServer((request, response) => (request.url === '/1' ? response.end('first') : resolve(response)));
  });
  attach(server, [Echo], { logger });
  client = await RawClient.connect(`${await listen(server)}/echo`);
  client.socket.cork();
  for (const path of ['/1', '/2']) client.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  client.request({}, clientFrame(TEXT, 'one'));
  client.socket.uncork();
  expect((await client.readAnswer()).body).toBe('first');
  (await late).end('second');
  expect((await client.readAnswer()).body).toBe('second');
  expect((await client.readOpening()).status).toBe(101);
  expect(await client.read()).toBe('one');
});

test('a response that is the last of its connection is the last word', async () => {
  const response = await ask();
  response.setHeader('connection', 'close').end('page');
  expect(await client.readToEnd()).toMatchObject({ status: 200, body: 'page' });
});

test('a response that does not come in time takes the handshake with it', async () => {
  await ask('/echo', 30);
  expect(await client.readText()).toBe('');
});

test('a client that has gone meanwhile does no harm', async () => {
  const response = await ask();
  const { socket } = response.req;
  client.socket.resetAndDestroy();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const fill = (): void => void (socket.writable && response.write(Buffer.alloc(65_536), fill));
  fill();
  await closed;
  expect(socket.destroyed).toBe(true);
});
