// What a client gets when a guard, an interceptor or a hook throws one of Nest's exceptions: what Nest's filter for HTTP would
// write.
import { HttpException } from '@nestjs/common';
import { WsException } from '@nestjs/websockets';
import { HandshakeError } from '@ws4ts/core';
import type { HandshakeResponse } from './handshake-response.js';

/** The refusal that stands for an error; an error that is no exception stays as it is, and is answered with a bare 500. */
export function refusalOfException(error: unknown, response: HandshakeResponse): unknown {
  if (error instanceof HttpException) {
    const said = error.getResponse();
    const statusCode = error.getStatus();
    return written(response, statusCode, error, typeof said === 'string' ? { statusCode, message: said } : said);
  }
  if (error instanceof WsException) {
    const said = error.getError();
    const statusCode = 403;
    return written(response, statusCode, error, typeof said === 'string' ? { statusCode, message: said } : said);
  }
  return error;
}

function written(response: HandshakeResponse, status: number, { message }: Error, body: object): HandshakeError {
  response.status(status).removeHeader('content-type').json(body);
  const { headers, body: text } = response.toRefusal();
  return new HandshakeError(status, message, { headers, body: text });
}
