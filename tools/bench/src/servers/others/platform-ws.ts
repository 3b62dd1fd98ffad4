// NestJS with its own @nestjs/platform-ws on Express.
import { WsAdapter } from '@nestjs/platform-ws';
import { GatewayModule } from '../gateways.js';
import { serveNest } from '../serve-nest.js';

await serveNest(GatewayModule, (app) => app.useWebSocketAdapter(new WsAdapter(app)));
