import { once } from 'node:events';
import { IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { UpgradeResponse } from '../src/upgrade-response.js';

let server: Server;
let client: Socket;
let socket: Socket;

beforeEach(async () => {
  server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  [socket] = await accepted;
});

afterEach(async () => {
  client.destroy();
  socket.destroy();
  server.close();
  await once(server, 'close');
});

function respond(): UpgradeResponse {
  const request = new IncomingMessage(socket);
  request.method = 'GET';
  request.httpVersionMajor = request.httpVersionMinor = 1;
  return new UpgradeResponse({ request, socket, head: Buffer.alloc(0), isShared: false });
}

test('what is written before it is connected goes out when it is', async () => {
  const answer = respond();
  answer.response.writeHead(403, { 'content-length': 2 }).end('no');
  const closed = once(answer.response, 'close');
  answer.connect();
  expect(await text(client)).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n[^]*Connection: close\r\n\r\nno$/);
  await closed;
  expect(socket.writableEnded).toBe(true);
});

test('given up, it writes nothing, and says what it would add to a 101', () => {
  const answer = respond();
  answer.connect();
  const { response } = answer;
  response.statusCode = 101;
  response.setHeader('set-cookie', ['a=1', 'b=2']).setHeader('X-Age', 7).setHeader('Content-Length', 5);
  expect([...answer.giveUp()]).toEqual([
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
    ['x-age', '7'],
  ]);
  expect([response.writableEnded, response.socket, socket.bytesWritten, socket.writableLength]).toEqual([
    true,
    null,
    0,
    0,
  ]);
  // Nothing of it is left on the connection.
  expect(socket.listenerCount('drain') + socket.listenerCount('close')).toBe(0);
});

test('a connection that another response is written to is cut', async () => {
  const other = respond();
  other.connect();
  respond().connect();
  expect(socket.destroyed).toBe(true);
  await once(client, 'close');
});

test('a response that is written bit by bit hears when it may go on', async () => {
  const answer = respond();
  answer.connect();
  while (answer.response.write(Buffer.alloc(1024 * 1024)));
  const drained = once(answer.response, 'drain');
  client.resume();
  await drained;
  answer.response.end();
  await once(client, 'end');
  expect(client.bytesRead).toBeGreaterThan(1024 * 1024);
});
