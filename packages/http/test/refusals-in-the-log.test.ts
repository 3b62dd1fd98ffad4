// Nobody should have to debug a bare 400: whoever is refused, the server's log says why in one sentence.
import { createServer } from 'node:http';
import { connect as dial } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { CollectedLog, Echo } from '@ws4ts/contract';
import { serve, type Served } from './support/serve.js';

let log: CollectedLog;
let served: Served;

beforeEach(async () => {
  log = new CollectedLog();
  served = await serve(createServer(), [Echo], { logger: log, handshakeTimeout: 200 });
});

afterEach(() => served.stop());

/** Sends bytes and waits until the server has ended the connection. */
async function send(text: string): Promise<string> {
  const socket = dial({ port: Number(new URL(served.url).port), host: '127.0.0.1' });
  socket.write(text);
  const answer = await buffer(socket);
  return answer.toString('latin1').split('\r\n')[0]!;
}

const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';

test.each([
  ['no such path', `GET /nowhere HTTP/1.1\r\nHost: a\r\n${UPGRADE}\r\n`, '404 Not Found', /"\/nowhere"/],
  [
    'a plain request',
    'GET /echo HTTP/1.1\r\nHost: a\r\n\r\n',
    '426 Upgrade Required',
    /\/echo: 426 the Upgrade header/,
  ],
  ['no key', `GET /echo HTTP/1.1\r\nHost: a\r\n${UPGRADE}\r\n`, '400 Bad Request', /Sec-WebSocket-Key/],
  ['no HTTP', 'HELO a\r\n\r\n', '400 Bad Request', /a connection: 400 the request is not HTTP/],
  [
    'half a request',
    'GET /echo HTTP/1.1\r\nHost',
    '408 Request Timeout',
    /a connection: 408 .* handshakeTimeout: "200 ms"/,
  ],
])('%s', async (_name, request, status, why) => {
  expect(await send(request)).toBe(`HTTP/1.1 ${status}`);
  const warnings = log.takeWarnings();
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(why);
});
