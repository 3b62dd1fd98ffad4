// What is said to a request on a socket's path that is no handshake, or a bad one that Node did not take for an upgrade.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HandshakeError } from '@ws4ts/core';
import { readOpeningRequest } from '@ws4ts/core/protocol';

/** The refusal of a request on a socket's path: what it lacks to be a handshake. */
export function refusalOfPlain(request: IncomingMessage): HandshakeError {
  try {
    readOpeningRequest(request);
  } catch (error) {
    if (error instanceof HandshakeError) return error;
    throw error;
  }
  // Node's parser is stricter than the grammar: it has not seen an upgrade where the headers ask for one.
  return HandshakeError.for('WS_CONNECTION', request.headers.connection);
}

/** The refusal of what Node could not read as a request. */
export function refusalOfBroken({ code, message }: NodeJS.ErrnoException): HandshakeError {
  if (code === 'HPE_HEADER_OVERFLOW') return HandshakeError.for('WS_HEADERS_TOO_LARGE', undefined);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return HandshakeError.for('WS_TIMEOUT', undefined);
  return HandshakeError.for('WS_HTTP', message);
}

/** Writes that refusal. */
export function answerPlain(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: HandshakeError = refusalOfPlain(request),
): void {
  const { status, headers, body } = refusal;
  const connection = 'upgrade' in headers ? 'Upgrade, close' : 'close';
  const length = { 'content-length': Buffer.byteLength(body) };
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers, ...length, connection })
    .end(body);
}
