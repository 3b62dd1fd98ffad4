// The public names, grouped, and nothing else.

// One class an endpoint.
export { WebSocket } from './socket/web-socket.js';
export { EchoWebSocket } from './socket/echo-web-socket.js';
export { Message } from './messages/message.js';
export { UpgradeRequest, type IncomingUpgrade } from './socket/upgrade-request.js';
export type { SendOptions, SharedMessage } from './messages/shared-message.js';
export type { WaitingSendOptions } from './socket/sending-socket.js';
export type { Data } from './messages/data.js';
export { isParts, type DataParts } from './messages/send-parts.js';
export type { MessageData } from './protocol/message-assembler.js';
export type { HookResult, Hooks } from './connection/hooks.js';
export type { ConnectionState } from './connection/sending-side.js';

// Many sockets.
export { Group, type BroadcastOptions, type BroadcastResult, type Membership, type Peer } from './groups/group.js';
export { WebSocketManager, type ManagerBroadcastOptions } from './groups/manager.js';
export type { Audience, Room } from './groups/room.js';

// The client.
export { connect, type ClientClass } from './client/connect.js';
export type { ClientOptions } from './client/client-options.js';

// Servers, and what doors to them are built with.
export { carriedRoute, WebSocketRoute, type CarriedRoute, type WebSocketClass } from './server/web-socket-route.js';
export type { ForwardedHeader, ServerOptions } from './server/server-options.js';
export type { Compression, CompressionOptions, CompressionPlan } from './options/compression-options.js';
export type { DeflateDirection, DeflateDirections } from './extensions/deflate-parameters.js';
export type { DeflateEffort } from './extensions/permessage-deflate.js';
export type { MessageCodec } from './extensions/extension.js';
export type { ConnectionOptions, OverRate, WhenFull } from './options/connection-options.js';
export { consoleLogger, silentLogger, type Logger } from './options/logger.js';
export { createEndpoint, Router, type Endpoint, type Match, type Routes } from './server/router.js';
export { Route, type Params } from './server/route.js';
export { accept, type Accepted, type Door, type Upgrade } from './server/accept.js';
export { Doorkeeper } from './server/doorkeeper.js';
export type { DrainOptions } from './server/draining/drain-options.js';
export { hangUp, refusalOf, writeRefusal } from './server/refusal.js';
export { pathOf } from './socket/upgrade-request.js';

// Errors and codes.
export {
  ConnectionClosed,
  HandshakeError,
  ProtocolError,
  UsageError,
  WebSocketError,
  type RefusalOptions,
} from './vocabulary/errors.js';
export {
  HANDSHAKE_RULES,
  PROTOCOL_RULES,
  USAGE_RULES,
  type ErrorCode,
  type HandshakeRule,
  type ProtocolRule,
  type UsageRule,
} from './vocabulary/error-codes.js';
export { CloseCode } from './vocabulary/close-codes.js';
