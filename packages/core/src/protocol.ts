// The protocol without I/O, for who brings a transport of their own.
export { Protocol, type ProtocolHandler, type ProtocolState } from './protocol/protocol.js';
export type { MessageData } from './protocol/message-assembler.js';
export type { FrameSink } from './wire/frame-sink.js';
export type { Role } from './vocabulary/role.js';
export { Opcode } from './vocabulary/opcodes.js';
export { CloseCode } from './vocabulary/close-codes.js';
export { ProtocolError, UsageError, WebSocketError } from './vocabulary/errors.js';
export {
  asksForWebSocket,
  openingResponse,
  readOpeningRequest,
  type OpeningAnswer,
  type OpeningRequest,
} from './handshake/server-handshake.js';
export {
  drawKey,
  openingHeaders,
  readOpeningAnswer,
  type AgreedOpening,
  type OpeningOffer,
} from './handshake/client-handshake.js';
export { acceptKey } from './handshake/accept-key.js';
export { chooseSubprotocol } from './handshake/negotiation.js';
export type { ExtensionOffer, MessageCodec } from './extensions/extension.js';
export { agreeToDeflate, type DeflateAgreement, type DeflateDirections } from './extensions/deflate-parameters.js';
export { PermessageDeflate, type DeflateEffort } from './extensions/permessage-deflate.js';
export type { HeaderFields, RequestHead } from './handshake/headers.js';
