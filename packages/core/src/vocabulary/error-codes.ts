// Every way to be refused, as data: the stable code of the error, and what it means. The rules of the RFC carry the close
// code or the HTTP status that answers them, so that nobody decides that twice.

/** What a peer can break once the connection stands; each rule with the close code that answers it. */
export const PROTOCOL_RULES = {
  WS_RESERVED_BIT: [1002, '§5.2', 'a reserved bit is set that no negotiated extension defines'],
  WS_RESERVED_OPCODE: [1002, '§5.2', 'the opcode is reserved'],
  WS_MASK_MISSING: [1002, '§5.1', 'a frame from a client is not masked'],
  WS_MASK_UNEXPECTED: [1002, '§5.1', 'a frame from a server is masked'],
  WS_LENGTH_NOT_MINIMAL: [1002, '§5.2', 'the payload length is not in its shortest form'],
  WS_LENGTH_OUT_OF_RANGE: [1002, '§5.2', 'the most significant bit of a 64-bit payload length is set'],
  WS_CONTROL_FRAGMENTED: [1002, '§5.5', 'a control frame is fragmented'],
  WS_CONTROL_TOO_LONG: [1002, '§5.5', 'a control frame has a payload of more than 125 bytes'],
  WS_CONTINUATION_UNEXPECTED: [1002, '§5.4', 'a continuation frame has no message to continue'],
  WS_CONTINUATION_EXPECTED: [1002, '§5.4', 'a new message begins before the last one has ended'],
  WS_CLOSE_PAYLOAD_TOO_SHORT: [1002, '§5.5.1', 'the payload of a close frame is a single byte'],
  WS_CLOSE_CODE_INVALID: [1002, '§7.4', 'the close code may not be sent'],
  WS_CLOSE_REASON_INVALID: [1007, '§5.5.1', 'the close reason is not UTF-8'],
  WS_TEXT_INVALID: [1007, '§8.1', 'a text message is not UTF-8'],
  WS_COMPRESSION_INVALID: [1007, 'RFC 7692 §6.2', 'a compressed message cannot be inflated'],
  WS_MESSAGE_TOO_BIG: [1009, '§7.4.1', 'a message is bigger than maxMessageSize'],
} as const satisfies Record<string, readonly [closeCode: number, section: string, sentence: string]>;

/** What a handshake can break; each rule with the HTTP status that answers it. */
export const HANDSHAKE_RULES = {
  WS_METHOD: [405, '§4.2.1', 'the method must be GET'],
  WS_HTTP_VERSION: [400, '§4.2.1', 'the HTTP version must be 1.1'],
  WS_HOST: [400, '§4.2.1', 'exactly one Host header is needed, with a host and perhaps a port'],
  WS_BODY: [400, '§4.2.1', 'a handshake has no body'],
  WS_TARGET: [400, '§4.2.1', 'the request target must be a path or an http URL without a fragment'],
  WS_HTTP: [400, '§4.2.1', 'the request is not HTTP'],
  WS_HEADERS_TOO_LARGE: [431, '§4.2.1', 'the headers of the request are too large'],
  WS_UPGRADE: [426, '§4.2.1', 'the Upgrade header must ask for websocket'],
  WS_CONNECTION: [400, '§4.2.1', 'the Connection header must contain Upgrade'],
  WS_KEY: [400, '§4.2.1', 'exactly one Sec-WebSocket-Key of 16 bytes in base64 is needed'],
  WS_VERSION_MISSING: [400, '§4.2.1', 'exactly one Sec-WebSocket-Version header is needed'],
  WS_VERSION: [426, '§4.2.2', 'the Sec-WebSocket-Version must be 13'],
  WS_SUBPROTOCOL_HEADER: [400, '§4.1', 'Sec-WebSocket-Protocol must be a list of distinct tokens'],
  WS_EXTENSION_HEADER: [400, '§9.1', 'Sec-WebSocket-Extensions must be a list of extensions'],
  WS_ORIGIN: [403, '§10.2', 'this origin may not connect'],
  WS_NOT_FOUND: [404, '§4.2.2', 'no endpoint has this path'],
  WS_TIMEOUT: [408, '§4.2.2', 'the handshake took longer than handshakeTimeout'],
  WS_TOO_MANY_CONNECTIONS: [503, 'RFC 9110 §15.6.4', 'there are maxConnections connections already'],
  WS_TOO_MANY_FROM_ADDRESS: [
    429,
    'RFC 6585 §4',
    'there are maxConnectionsPerAddress connections of this address already',
  ],
  WS_TOO_MANY_HANDSHAKES: [503, 'RFC 9110 §15.6.4', 'there are maxPendingHandshakes handshakes under way already'],
  WS_GOING_AWAY: [503, '§4.2.2', 'the server is shutting down'],
  WS_RESPONSE: [502, '§4.1', 'the server did not answer as the handshake demands'],
  /** Thrown by an application, with a status and reason of its own; and to a client, what its server has answered. */
  WS_REFUSED: [403, '§4.2.2', 'the application refused the connection'],
} as const satisfies Record<string, readonly [status: number, section: string, sentence: string]>;

/** What a programmer can get wrong; each with what to do instead. */
export const USAGE_RULES = {
  WS_USAGE_CLOSE_CODE: 'a close code is 1000 to 1003, 1007 to 1014 or 3000 to 4999',
  WS_USAGE_CLOSE_REASON: 'a close reason is a string of at most 123 bytes in UTF-8',
  WS_USAGE_DATA: 'send a string, an ArrayBuffer, a typed array, a Buffer, or an async iterable of these',
  WS_USAGE_CONTROL_PAYLOAD: 'the payload of a ping is a string or bytes, at most 125 bytes',
  WS_USAGE_OPTION: 'use an option that is listed, with a value that it allows',
  WS_USAGE_ROUTE: 'a route is a path that begins with a slash and a class that extends WebSocket',
  WS_USAGE_PATTERN: 'a pattern is segments with dots between: * is any one of them, > at the end all that is left',
  WS_USAGE_HEADER: 'a header name is a token and its value has no line break or control character',
  WS_USAGE_STATUS: 'a handshake is refused with a number from 300 to 599',
  WS_USAGE_SERVER: 'give a server of node:http or node:https',
  WS_USAGE_URL: 'a WebSocket URL begins with ws:, wss: or ws+unix:',
  WS_USAGE_TIME: 'a time is a valid Date, or milliseconds since 1970',
  WS_USAGE_NOT_OPEN: 'use the socket from its opened hook on',
  WS_USAGE_NOT_ATTACHED: 'let the upgrades of the server reach the app: attach(server, app)',
  WS_USAGE_ATTACHED: 'make a new instance for each connection',
} as const satisfies Record<string, string>;

export type ProtocolRule = keyof typeof PROTOCOL_RULES;
export type HandshakeRule = keyof typeof HANDSHAKE_RULES;
export type UsageRule = keyof typeof USAGE_RULES;

/** The stable code of every error of this library. */
export type ErrorCode = ProtocolRule | HandshakeRule | UsageRule | 'WS_CLOSED';
