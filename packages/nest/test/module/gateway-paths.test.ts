// Gateways are on the server before endpoints are: one whose path is that of a class, or fits it, got the clients of the class,
// past its guards.
import type { INestApplication } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { EchoWebSocket, WebSocketRoute } from '@ws4ts/core';
import { WebSocketAdapter } from '../../src/index.js';
import { createTestSocket } from '../../src/testing.js';
import { freePort } from '../gateways/support/gateway-stage.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

@WebSocketRoute('/echo')
class Echo extends EchoWebSocket {}

const prepare = (app: INestApplication): void => void app.useWebSocketAdapter(new WebSocketAdapter(app));

test.each(['echo/', '/:any'])('a gateway at %s does not take the clients of a class at /echo', async (path) => {
  @WebSocketGateway({ path })
  class Gateway {}
  await expect(apps.start({ providers: [Echo, Gateway], prepare })).rejects.toMatchObject({
    code: 'WS_USAGE_ROUTE',
    message: expect.stringContaining('a gateway would get the clients of Echo'),
  });
});

test('a gateway of another path, or of another port, is no matter', async () => {
  @WebSocketGateway({ path: '/other' })
  class Other {}
  @WebSocketGateway(await freePort(), { path: '/echo' })
  class Elsewhere {}
  const { app } = await apps.start({ providers: [Echo, Other, Elsewhere], prepare });
  const client = await createTestSocket(app, '/echo');
  client.send('hello');
  expect((await client.receive()).text).toBe('hello');
  client.terminate();
});
