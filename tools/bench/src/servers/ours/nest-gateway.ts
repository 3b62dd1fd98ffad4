// The gateways of platform-ws, run by the adapter of ws4ts.
import { WebSocketAdapter } from '@ws4ts/nest';
import { GatewayModule } from '../gateways.js';
import { serveNest } from '../serve-nest.js';

await serveNest(GatewayModule, (app) => app.useWebSocketAdapter(new WebSocketAdapter(app)));
