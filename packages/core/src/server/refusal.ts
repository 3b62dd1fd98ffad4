// The one place where an error becomes an HTTP answer: a HandshakeError its own, anything else a bare 500 and the log.
import type { Duplex } from 'node:stream';
import type { Logger } from '../options/logger.js';
import { headerLine } from '../handshake/server-handshake.js';
import { pathOf } from '../socket/upgrade-request.js';
import { HandshakeError, mayRefuse } from '../vocabulary/errors.js';

/** How long a refused client may take to read the answer and go, in milliseconds. */
const LINGER = 2_000;

/** Says why a client was refused, in the log, and returns what to answer it: nothing of an internal error leaves the server. */
export function refusalOf(error: unknown, url: string | undefined, logger: Logger): HandshakeError {
  let fault = error;
  if (error instanceof HandshakeError && mayRefuse(error.status)) {
    fault = formatFault(error);
    if (fault === undefined) {
      logger.warn(`refused ${about(url)}: ${error.message}`);
      return error;
    }
  }
  logger.error(`could not answer ${about(url)}`, fault);
  return new HandshakeError(500, 'Internal Server Error');
}

/** What was asked for, as far as it is known. The query stays out of the log: browsers can send a token nowhere else. */
function about(url: string | undefined): string {
  return url === undefined ? 'a connection' : `a handshake for ${pathOf(url)}`;
}

/** What keeps a refusal from being written, such as a header that would break out of its line; undefined for a good one. */
function formatFault(refusal: HandshakeError): unknown {
  try {
    formatRefusal(refusal, undefined);
    return undefined;
  } catch (fault) {
    return fault;
  }
}

/** Writes a refusal as a whole HTTP response and ends the connection, without a reset for what the client still sends. */
export function writeRefusal(socket: Duplex, refusal: HandshakeError, method?: string): void {
  hangUp(socket, formatRefusal(refusal, method));
}

/**
 * Ends the connection of a client that has its answer, or gets it by this. What it still sends is read and dropped for two
 * seconds: unread input would turn into a reset, which takes the answer away.
 */
export function hangUp(socket: Duplex, answer?: Buffer): void {
  // Its errors are of no interest any more, and without a listener they would end the process.
  socket.on('error', () => socket.destroy());
  const timer = setTimeout(() => socket.destroy(), LINGER);
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
  socket.end(answer);
}

function formatRefusal({ status, headers, body }: HandshakeError, method: string | undefined): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (!given.has('content-type')) given.set('content-type', 'text/plain; charset=utf-8');
  given.set('content-length', String(bytes.length));
  // RFC 9110 §6.6.1: "An origin server with a clock MUST generate a Date header field in all … 4xx (Client Error) responses"
  if (!given.has('date')) given.set('date', new Date().toUTCString());
  // §4.2.2 leaves the connection to HTTP; after a failed upgrade its state is doubtful, so it ends.
  const connection = given.has('upgrade') ? 'Upgrade, close' : 'close';
  given.set('connection', connection);
  // Not imported: a program that only dials, or shares core's words, would load a whole HTTP server with it.
  const { STATUS_CODES } = process.getBuiltinModule('node:http');
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n`;
  for (const [name, value] of given) {
    for (const one of typeof value === 'string' ? [value] : value) head += headerLine(name, one);
  }
  const headBytes = Buffer.from(`${head}\r\n`, 'latin1');
  // RFC 9110 §9.3.2: "the server MUST NOT send content in the response" to HEAD.
  return method === 'HEAD' ? headBytes : Buffer.concat([headBytes, bytes]);
}
