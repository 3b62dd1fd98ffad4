import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { EchoWebSocket, WebSocketRoute } from '@ws4ts/core';
import { WebSocketHealthIndicator } from '../../src/terminus.js';
import { createTestSocket } from '../../src/testing.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

@WebSocketRoute('/echo')
class Echo extends EchoWebSocket {}

@Controller('health')
class Health {
  constructor(
    private readonly health: HealthCheckService,
    private readonly sockets: WebSocketHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check() {
    return this.health.check([() => this.sockets.isHealthy('sockets', { maxConnections: 1 })]);
  }
}

async function start() {
  const { app } = await apps.start({
    imports: [TerminusModule.forRoot({ logger: false })],
    providers: [Echo, WebSocketHealthIndicator],
    controllers: [Health],
  });
  const url = (await apps.listen(app)).replace('ws', 'http');
  return {
    app,
    indicator: app.get(WebSocketHealthIndicator),
    ask: async () => (await (await fetch(`${url}/health`, { headers: { connection: 'close' } })).json()) as object,
  };
}

test('up, with the number of connections', async () => {
  const { app, ask } = await start();
  const client = await createTestSocket(app, '/echo');
  expect(await ask()).toMatchObject({ status: 'ok', info: { sockets: { status: 'up', connections: 1 } } });
  client.terminate();
});

test('down with too many of them', async () => {
  const { app, ask } = await start();
  const clients = [await createTestSocket(app, '/echo'), await createTestSocket(app, '/echo')];
  expect(await ask()).toMatchObject({ status: 'error', error: { sockets: { status: 'down', connections: 2 } } });
  for (const client of clients) client.terminate();
});

test('down while the application shuts down', async () => {
  const { app, indicator } = await start();
  await app.close();
  expect(indicator.isHealthy('sockets')).toMatchObject({ sockets: { status: 'down' } });
});
