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
  if (status !== 101) throw badAnswer(`status ${status}`, headers);
  const upgrade = field(headers, 'upgrade');
  if (!hasToken(upgrade, 'websocket')) throw badAnswer(`Upgrade: ${upgrade}`, headers);
  const connection = field(headers, 'connection');
  if (!hasToken(connection, 'upgrade')) throw badAnswer(`Connection: ${connection}`, headers);
  const accept = field(headers, 'sec-websocket-accept');
  if (accept !== acceptKey(key)) throw badAnswer(`Sec-WebSocket-Accept: ${accept}`, headers);
  const subprotocol = field(headers, 'sec-websocket-protocol');
  // §4.1: "this header field indicates the use of a subprotocol that was not present in the client's handshake"
  if (subprotocol !== undefined && !subprotocols.includes(subprotocol)) {
    throw badAnswer(`Sec-WebSocket-Protocol: ${subprotocol}`, headers);
  }
  return { subprotocol, deflate: readExtensions(headers, deflate) };
}

function readExtensions(headers: HeaderFields, offered: DeflateDirections | undefined): DeflateDirections | undefined {
  const value = field(headers, 'sec-websocket-extensions');
  if (value === undefined) return undefined;
  const answers = parseExtensions(value);
  // §4.1: "this header field indicates the use of an extension that was not present in the client's handshake"
  const agreed = offered && answers?.length === 1 ? readDeflateAnswer(answers[0]!, offered) : undefined;
  if (agreed === undefined) throw badAnswer(`Sec-WebSocket-Extensions: ${value}`, headers);
  return agreed;
}

/** The error for an answer that breaks §4.1; it carries the answer's headers. */
export function badAnswer(offending: string, headers: HeaderFields): HandshakeError {
  return HandshakeError.for('WS_RESPONSE', offending, answeredHeaders(headers));
}

/** The headers of an answer, as an error carries them. */
export function answeredHeaders(headers: HeaderFields): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );
}
