import { EchoWebSocket, Router, silentLogger, WebSocketManager, accept, type Upgrade } from '@ws4ts/core';
import { connectInMemory } from '@ws4ts/core/testing';

const match = new Router({ '/echo': EchoWebSocket }, { logger: silentLogger }).match('/echo')!;

test('the client asks for its path with its headers, and talks to whoever takes it', async () => {
  let taken: Upgrade | undefined;
  const client = await connectInMemory('/echo?a=1', { headers: { 'x-reader': 'Ann' } }, (upgrade) => {
    taken = upgrade;
    void accept(upgrade, match, {}, new WebSocketManager());
  });
  expect(taken?.request).toMatchObject({ method: 'GET', url: '/echo?a=1', headers: { 'x-reader': 'Ann' } });
  client.send('hello');
  expect((await client.receive()).text).toBe('hello');
  client.close();
  await client.whenClosed;
});

test('a refusal rejects with its status and body', async () => {
  const asked = connectInMemory('/echo', {}, ({ socket }) => {
    socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 7\r\n\r\nnowhere');
  });
  await expect(asked).rejects.toMatchObject({ name: 'HandshakeError', status: 404, reason: 'nowhere' });
});

test('a server that goes without an answer does not leave the client waiting', async () => {
  const asked = connectInMemory('/echo', {}, ({ socket }) => void socket.destroy());
  await expect(asked).rejects.toMatchObject({ code: 'WS_RESPONSE' });
});
