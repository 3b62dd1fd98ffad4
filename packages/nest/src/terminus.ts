// The health of an application's sockets, for @nestjs/terminus.
export { WebSocketHealthIndicator, type WebSocketHealthOptions } from './terminus/web-socket-health.js';
