// The server's side of the opening handshake (§4.2) with no socket: a request's head in, what it asks for or a HandshakeError
// out, and then the head of the answer.
import { HandshakeError, UsageError } from '../vocabulary/errors.js';
import { acceptKey, isKey } from './accept-key.js';
import type { ExtensionOffer } from '../extensions/extension.js';
import {
  countField,
  field,
  formatExtensions,
  hasToken,
  isToken,
  listElements,
  parseExtensions,
  type RequestHead,
} from './headers.js';

/** What a valid opening handshake asks for. */
export interface OpeningRequest {
  readonly key: string;
  /** The subprotocols that the client offers, in its order of preference. */
  readonly subprotocols: readonly string[];
  readonly extensions: readonly ExtensionOffer[];
}

/** What a server agrees to. */
export interface OpeningAnswer {
  readonly subprotocol: string | undefined;
  readonly extension: ExtensionOffer | undefined;
}

/** What most clients offer. Shared, as it stays with their connections. */
const NONE: readonly never[] = Object.freeze([]);
const VERSION = '13';
// §4.4: "the server MUST … respond with one or more |Sec-WebSocket-Version| header fields" that it is willing to use.
const VERSION_HEADER = { 'sec-websocket-version': VERSION };
// RFC 9110 §15.5.22: "The server MUST send an Upgrade header field in a 426 response"
const UPGRADE_HEADERS = { upgrade: 'websocket' };

/** What an application may not add to a 101. */
const OURS = /^(upgrade|connection|content-length|transfer-encoding|sec-websocket-.*)$/i;

/** Whether a request asks to be upgraded to a WebSocket, well or badly; anything else is another protocol's. */
export function asksForWebSocket(head: RequestHead): boolean {
  return hasToken(field(head.headers, 'upgrade'), 'websocket');
}

/** Reads the client's opening handshake; throws a HandshakeError where it breaks §4.1 or §4.2.1. */
export function readOpeningRequest(head: RequestHead): OpeningRequest {
  checkRequestLine(head);
  const { headers } = head;
  if (!asksForWebSocket(head)) throw HandshakeError.for('WS_UPGRADE', field(headers, 'upgrade'), UPGRADE_HEADERS);
  if (!hasToken(field(headers, 'connection'), 'upgrade')) {
    throw HandshakeError.for('WS_CONNECTION', field(headers, 'connection'));
  }
  checkVersion(field(headers, 'sec-websocket-version'));
  const key = field(headers, 'sec-websocket-key');
  if (key === undefined || !isKey(key)) throw HandshakeError.for('WS_KEY', key);
  return {
    key,
    subprotocols: readSubprotocols(field(headers, 'sec-websocket-protocol')),
    extensions: readExtensions(field(headers, 'sec-websocket-extensions')),
  };
}

/** RFC 9112 §3.2: `Host = uri-host [ ":" port ]` (RFC 3986 §3.2.2) */
const HOST = /^(?:\[[\da-f:.]+\]|(?:[\w\-.~!$&'()*+,;=]|%[\da-f]{2})+)(?::\d*)?$/i;

function checkRequestLine({ method, url, httpVersion, headers, rawHeaders }: RequestHead): void {
  // §4.2.1: "An HTTP/1.1 or higher GET request"
  if (method !== 'GET') throw HandshakeError.for('WS_METHOD', method, { allow: 'GET' });
  if (httpVersion !== '1.1') throw HandshakeError.for('WS_HTTP_VERSION', httpVersion);
  // RFC 9112 §3.2: "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request message that lacks a
  // Host header field and to any request message that contains more than one"
  const hosts = countField(rawHeaders, 'host');
  if (hosts !== 1) throw HandshakeError.for('WS_HOST', `${hosts} of them`);
  const host = field(headers, 'host');
  // RFC 9112 §3.2: "… or a Host header field with an invalid field value"
  if (host === undefined || !HOST.test(host)) throw HandshakeError.for('WS_HOST', host);
  // What follows the head would be taken for frames.
  const body = field(headers, 'transfer-encoding') ?? field(headers, 'content-length') ?? '0';
  if (body !== '0') throw HandshakeError.for('WS_BODY', body);
  // §3: "Fragment identifiers are meaningless in the context of WebSocket URIs and MUST NOT be used on these URIs."
  if (url === undefined || !/^(\/|https?:\/\/[^/?#])[^#]*$/i.test(url)) {
    // The query, which may carry a token, is not what is wrong.
    throw HandshakeError.for('WS_TARGET', url?.replace(/\?[^#]*/, ''));
  }
}

function checkVersion(version: string | undefined): void {
  // §11.3.5: "The |Sec-WebSocket-Version| header field MUST NOT appear more than once in an HTTP request."
  if (version === undefined || version.includes(',')) {
    throw HandshakeError.for('WS_VERSION_MISSING', version, VERSION_HEADER);
  }
  if (version !== VERSION) throw HandshakeError.for('WS_VERSION', version, { ...VERSION_HEADER, ...UPGRADE_HEADERS });
}

function readSubprotocols(value: string | undefined): readonly string[] {
  if (value === undefined) return NONE;
  const names = listElements(value);
  // §4.1: "The elements that comprise this value MUST be non-empty strings … and MUST all be unique strings."
  if (names.length === 0 || !names.every(isToken) || new Set(names).size < names.length) {
    throw HandshakeError.for('WS_SUBPROTOCOL_HEADER', value);
  }
  return names;
}

function readExtensions(value: string | undefined): readonly ExtensionOffer[] {
  if (value === undefined) return NONE;
  const offers = parseExtensions(value);
  // §9.1: a value that does not conform to the ABNF fails the connection
  if (offers === undefined) throw HandshakeError.for('WS_EXTENSION_HEADER', value);
  return offers;
}

/** The head of a 101 answer (§4.2.2 step 5): status line and headers, ready to be written. */
export function openingResponse(
  key: string,
  { subprotocol, extension }: OpeningAnswer,
  headers: Iterable<readonly [name: string, value: string]>,
): string {
  let head =
    'HTTP/1.1 101 Switching Protocols\r\n' +
    `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptKey(key)}\r\n`;
  if (subprotocol !== undefined) head += headerLine('Sec-WebSocket-Protocol', subprotocol);
  if (extension !== undefined) head += headerLine('Sec-WebSocket-Extensions', formatExtensions([extension]));
  for (const [name, value] of headers) {
    if (OURS.test(name)) throw new UsageError('WS_USAGE_HEADER', name, 'the handshake sets this header by itself');
    head += headerLine(name, value);
  }
  return `${head}\r\n`;
}

/** One header line; throws a UsageError for what would break out of it. */
export function headerLine(name: string, value: string): string {
  if (!isToken(name)) throw new UsageError('WS_USAGE_HEADER', name);
  // RFC 9110 §5.5: "CR, LF, or NUL … are invalid and dangerous"
  // eslint-disable-next-line no-control-regex
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) throw new UsageError('WS_USAGE_HEADER', value);
  return `${name}: ${value}\r\n`;
}
