// The client's side of the opening handshake (§4.1) with no socket: the headers to send, and what the answer must be.
import { offerDeflate, readDeflateAnswer, type DeflateDirections } from '../extensions/deflate-parameters.js';
import { HandshakeError } from '../vocabulary/errors.js';
import { acceptKey } from './accept-key.js';
import { field, formatExtensions, hasToken, parseExtensions, type HeaderFields } from './headers.js';

/** Draws the nonce of a handshake. §4.1: "The nonce MUST be selected randomly for each connection." */
export function drawKey(): string {
  return process.getBuiltinModule('node:crypto').randomBytes(16).toString('base64');
}

/** What a client asks for. */
export interface OpeningOffer {
  readonly key: string;
  readonly subprotocols: readonly string[];
  /** Undefined: no compression is offered. */
  readonly deflate: DeflateDirections | undefined;
}

/** The headers by which a client asks for the upgrade. */
export function openingHeaders({ key, subprotocols, deflate }: OpeningOffer): Record<string, string> {
  return {
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-key': key,
    'sec-websocket-version': '13',
    ...(subprotocols.length > 0 && { 'sec-websocket-protocol': subprotocols.join(', ') }),
    ...(deflate && { 'sec-websocket-extensions': formatExtensions([offerDeflate(deflate)]) }),
  };
}

/** What the server agreed to. */
export interface AgreedOpening {
  readonly subprotocol: string | undefined;
  readonly deflate: DeflateDirections | undefined;
}

/** Checks the server's answer (§4.1, "Once the client's opening handshake has been sent"); throws a HandshakeError. */
export function readOpeningAnswer(
  status: number,
  headers: HeaderFields,
  { key, subprotocols, deflate }: OpeningOffer,
): AgreedOpening {
  if (status !== 101) throw bad(`status ${status}`);
  const upgrade = field(headers, 'upgrade');
  if (!hasToken(upgrade, 'websocket')) throw bad(`Upgrade: ${upgrade}`);
  const connection = field(headers, 'connection');
  if (!hasToken(connection, 'upgrade')) throw bad(`Connection: ${connection}`);
  const accept = field(headers, 'sec-websocket-accept');
  if (accept?.trim() !== acceptKey(key)) throw bad(`Sec-WebSocket-Accept: ${accept}`);
  const subprotocol = field(headers, 'sec-websocket-protocol');
  // §4.1: "this header field indicates the use of a subprotocol that was not present in the client's handshake"
  if (subprotocol !== undefined && !subprotocols.includes(subprotocol)) {
    throw bad(`Sec-WebSocket-Protocol: ${subprotocol}`);
  }
  return { subprotocol, deflate: readExtensions(field(headers, 'sec-websocket-extensions'), deflate) };
}

function readExtensions(
  value: string | undefined,
  offered: DeflateDirections | undefined,
): DeflateDirections | undefined {
  if (value === undefined) return undefined;
  const answers = parseExtensions(value);
  // §4.1: "this header field indicates the use of an extension that was not present in the client's handshake"
  const agreed = offered && answers?.length === 1 ? readDeflateAnswer(answers[0]!, offered) : undefined;
  if (agreed === undefined) throw bad(`Sec-WebSocket-Extensions: ${value}`);
  return agreed;
}

function bad(offending: string): HandshakeError {
  return HandshakeError.for('WS_RESPONSE', offending);
}
