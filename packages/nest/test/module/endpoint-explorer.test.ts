// Which providers are endpoints.
import { EchoWebSocket, WebSocketRoute } from '@ws4ts/core';
import { EndpointExplorer } from '../../src/module/endpoint-explorer.js';
import { createTestSocket } from '../../src/testing.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

@WebSocketRoute('/one')
class One extends EchoWebSocket {}

@WebSocketRoute('/two')
class Two extends EchoWebSocket {}

test('classes of sockets, under their own token or another; no aliases, factories or other providers', async () => {
  const { app } = await apps.start({
    providers: [
      One,
      { provide: 'two', useClass: Two },
      { provide: 'alias', useExisting: One },
      { provide: 'factory', useFactory: () => Two },
      { provide: 'value', useValue: 1 },
    ],
  });
  const found = app.get(EndpointExplorer).explore();
  expect(found.map(({ target, path, token }) => [target.name, path, token])).toEqual([
    ['One', '/one', One],
    ['Two', '/two', 'two'],
  ]);
  for (const path of ['/one', '/two']) (await createTestSocket(app, path)).terminate();
});
