import * as client from '../src/client.js';
import * as nest from '../src/index.js';
import * as terminus from '../src/terminus.js';
import * as testing from '../src/testing.js';

test('the public names', () => {
  expect(Object.keys(nest).sort()).toEqual([
    'EXCEPTIONS',
    'GatewayServer',
    'GatewaySocket',
    'InjectManager',
    'WebSocketAdapter',
    'WebSocketModule',
    'jsonCodec',
    'managerToken',
  ]);
  expect(Object.keys(client).sort()).toEqual(['EnvelopeClient', 'RemoteException', 'jsonCodec']);
  expect(Object.keys(terminus)).toEqual(['WebSocketHealthIndicator']);
  expect(Object.keys(testing)).toEqual(['createTestSocket']);
});
