// The server's own routes, each by what it is there to show.
import { connect, HandshakeError, silentLogger, type ClientOptions, type WebSocket } from '@ws4ts/core';
import { closeLater } from '../support/opened.js';
import { serve } from '../support/served.js';

async function open(path: string, options: Partial<ClientOptions> = {}): Promise<WebSocket> {
  const server = await serve();
  const socket = await connect(server.url + path, { logger: silentLogger, ...options });
  closeLater(() => socket.terminate());
  return socket;
}

test('/echo sends back what it is sent', async () => {
  const socket = await open('/echo');
  socket.send(Buffer.from([1, 2]));
  expect((await socket.receive()).data).toEqual(Buffer.from([1, 2]));
});

test('/time sends the time, again and again', async () => {
  const socket = await open('/time');
  const [one, two] = [await socket.receive(), await socket.receive()].map(({ text }) => Date.parse(text));
  expect(two! - one!).toBeGreaterThan(900);
});

test('/binary sends bytes, as many as it is told, and sums up', async () => {
  const socket = await open('/binary');
  expect((await socket.receive()).bytes).toHaveLength(256);
  socket.send('3');
  expect((await socket.receive()).data).toEqual(Buffer.from([0, 1, 2]));
  socket.send(Buffer.from([1, 2, 3]));
  expect((await socket.receive()).text).toBe('3 bytes, sum 6');
  socket.send('many');
  expect((await socket.receive()).text).toContain('a number of bytes');
});

test('/slow answers after the milliseconds that it is sent', async () => {
  const socket = await open('/slow');
  const begun = performance.now();
  socket.send('80');
  expect((await socket.receive()).text).toBe('80');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(79);
});

test.each([
  ['1000', 1000],
  ['1011', 1011],
  ['4999', 4999],
  ['1006', 1006],
  ['1005', 4000],
  ['nonsense', 4000],
])('/close/%s ends with %d', async (code, expected) => {
  const socket = await open(`/close/${code}`);
  await socket.whenClosed;
  expect(socket.closeCode).toBe(expected);
});

test('/flood sends ten thousand messages, in order', async () => {
  const socket = await open('/flood');
  let last = '';
  for (let i = 0; i < 10_000; i++) last = (await socket.receive()).text;
  expect(last).toBe('10000 of 10000');
});

test.each([
  ['401', 401, { 'www-authenticate': 'Bearer realm="ws4ts"' }],
  ['503', 503, {}],
  ['200', 404, {}],
])('/reject/%s refuses with %d', async (path, status, headers) => {
  const refusal = await open(`/reject/${path}`).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(HandshakeError);
  expect(refusal).toMatchObject({ status, headers });
});

test('/reject/302 leads to the echo', async () => {
  const socket = await open('/reject/302');
  socket.send('here');
  expect((await socket.receive()).text).toBe('here');
});

test('/subprotocol tells what was agreed on', async () => {
  expect((await (await open('/subprotocol')).receive()).text).toBe('you offered nothing; agreed on nothing');
  const spoken = await open('/subprotocol', { subprotocols: ['x', 'json'] });
  expect((await spoken.receive()).text).toBe('you offered x, json; agreed on json');
});

test('/compressed tells whether it is', async () => {
  expect((await (await open('/compressed')).receive()).text).toContain('offer permessage-deflate');
  expect((await (await open('/compressed', { compression: true })).receive()).text).toBe('compressed, as agreed');
});

test('/chat tells everyone in a room, and nobody else', async () => {
  const server = await serve();
  const join = async (room: string) => {
    const socket = await connect(`${server.url}/chat/${room}`, { logger: silentLogger });
    closeLater(() => socket.terminate());
    await socket.receive();
    return socket;
  };
  const [ann, bob, eve] = [await join('red'), await join('red'), await join('blue')];
  expect((await ann.receive()).text).toBe('someone has joined, you are 2 now');
  bob.send('hello');
  expect((await ann.receive()).text).toBe('hello');
  bob.close();
  await bob.whenClosed;
  expect((await ann.receive()).text).toBe('someone has left, you are 1 now');
  eve.send('alone');
  expect((await eve.receive()).text).toBe('alone');
});
