// What a client is told when its message could not be handled, and what the log is told.
import { HttpException } from '@nestjs/common';
import { WsException } from '@nestjs/websockets';
import { EXCEPTIONS, type ExceptionCode } from './exception-codes.js';

/** What the `data` of an envelope with the event `exception` is; a `WsException` or `HttpException` adds what it carries. */
export interface ExceptionReport {
  readonly status: 'error';
  readonly code: ExceptionCode;
  readonly message: unknown;
  readonly [detail: string]: unknown;
}

/** The report of a broken rule. */
export function reportOf(code: ExceptionCode): ExceptionReport {
  return { status: 'error', code, message: EXCEPTIONS[code] };
}

/** The report of an error that a handler, or what stands before it, has thrown. */
export function reportOfError(error: unknown): ExceptionReport {
  const said = saidBy(error);
  if (said === undefined) return reportOf('WS_FAILED');
  const details = typeof said === 'string' || Array.isArray(said) ? { message: said } : said;
  return { ...reportOf('WS_REJECTED'), ...details };
}

function saidBy(error: unknown): string | object | undefined {
  if (error instanceof WsException) return error.getError();
  if (error instanceof HttpException && error.getStatus() < 500) return error.getResponse();
  return undefined;
}
