import { EchoWebSocket, UsageError, WebSocketRoute } from '@ws4ts/core';
import { createServer } from 'node:http';
import { createTestSocket } from '../../src/testing.js';
import type { PlatformName } from '../support/applications.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

@WebSocketRoute('/echo', { subprotocols: ['chat.v1'], compression: true })
class Echo extends EchoWebSocket {}

test.each<PlatformName>(['express', 'fastify'])('connects without a port on %s', async (platform) => {
  const { app } = await apps.start({ platform, providers: [Echo] });
  const client = await createTestSocket(app, '/echo', { subprotocols: ['chat.v1'], client: { compression: true } });
  expect(client.subprotocol).toBe('chat.v1');
  expect(client.isCompressed).toBe(true);
  client.send('hello');
  expect((await client.receive()).text).toBe('hello');
  expect(app.getHttpServer().listening).toBe(false);
  client.close();
  await client.whenClosed;
});

test('an unknown path rejects with 404', async () => {
  const { app } = await apps.start({ providers: [Echo] });
  await expect(createTestSocket(app, '/nowhere')).rejects.toMatchObject({ status: 404 });
});

test('an application without sockets is a mistake', async () => {
  await expect(createTestSocket({ getHttpServer: () => createServer() }, '/echo')).rejects.toThrow(UsageError);
});
