// The public names, and nothing else.

// The module.
export { WebSocketModule } from './module/web-socket-module.js';
export type { WebSocketModuleOptions, WebSocketOptionsFactory } from './module/module-options.js';
export { InjectManager, managerToken } from './module/managers.js';

// Handshakes.
export type { HandshakeRequest } from './handshake/handshake-request.js';
export type { HandshakeResponse, HeaderValue } from './handshake/handshake-response.js';

// Messages with a shape.
export { jsonCodec, type Envelope, type EnvelopeCodec, type EnvelopeId } from './messages/envelope-codec.js';
export { EXCEPTIONS, type ExceptionCode } from './messages/exception-codes.js';
export type { ExceptionReport } from './messages/exception.js';

// Gateways written for @nestjs/platform-ws.
export { WebSocketAdapter } from './gateways/web-socket-adapter.js';
export type {
  GatewayMessage,
  GatewayOptions,
  MessageParser,
  WebSocketAdapterOptions,
} from './gateways/gateway-options.js';
export { GatewaySocket, type GatewaySendOptions, type Sent } from './gateways/client/gateway-socket.js';
export type { Sendable } from './gateways/client/as-sent.js';
export { GatewayServer } from './gateways/gateway-server.js';
