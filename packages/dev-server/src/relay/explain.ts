// What people are told when a connection ends, or does not begin: plain words for codes.
import { HandshakeError } from '@ws4ts/core';
import type { Refusal } from './handshake-report.js';

const CLOSE_CODES: Readonly<Record<number, string>> = {
  1000: 'the work is done',
  1001: 'the other side goes away: a server that stops, or a page that is left',
  1002: 'one side broke the protocol',
  1003: 'one side cannot take this kind of data',
  1005: 'it was closed without a code',
  1006: 'the connection broke off without a close frame',
  1007: 'a message was not what it said it is, such as text that is not UTF-8',
  1008: 'a message went against a policy',
  1009: 'a message was too big',
  1010: 'the server did not agree to an extension that the client needs',
  1011: 'the server failed',
  1012: 'the server restarts',
  1013: 'the server is busy: try again later',
  1014: 'a gateway got a bad answer',
};

/** What a close code means. */
export function explainClose(code: number): string {
  const known = CLOSE_CODES[code];
  if (known !== undefined) return known;
  if (code >= 4000 && code <= 4999) return "a code of the application's own";
  if (code >= 3000 && code < 4000) return 'a code that a library has registered';
  return 'a code that RFC 6455 does not know';
}

const STATUSES: Readonly<Record<number, string>> = {
  200: 'it answered with a page: this path is no WebSocket',
  301: 'it is somewhere else, see the location header',
  302: 'it is somewhere else, see the location header',
  400: 'it did not like the request',
  401: 'it wants to know who you are: send an authorization header or a cookie',
  403: 'you may not connect: perhaps not from this origin',
  404: 'there is nothing at this path',
  405: 'it does not take GET here',
  408: 'it took too long',
  426: 'it wants another version of the protocol',
  429: 'you have connected too often',
  500: 'it failed',
  502: 'the gateway reached no server behind it, or the answer was no handshake',
  503: 'it is stopping or too busy',
};

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ECONNRESET: 'the connection was cut before there was an answer',
  ETIMEDOUT: 'the host did not answer in time',
  EHOSTUNREACH: 'the host cannot be reached from here',
  EPROTO: 'it does not speak TLS: try ws:',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: try ws:',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS: try ws:',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself alone',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody who is trusted here',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** Why a connection did not come to be. */
export function explainRefusal(error: unknown, responseHead?: string): Refusal {
  if (error instanceof HandshakeError) {
    const [line = '', ...fields] = (responseHead ?? '').split('\r\n');
    const [, answered, statusText] = /^HTTP\/\S+ (\d+) ?(.*)$/.exec(line) ?? [];
    // Without the head the error itself knows what was answered.
    const told = error.reason.startsWith('the server refused') ? error.status : undefined;
    const status = answered === undefined ? told : Number(answered);
    const known = status === undefined ? undefined : STATUSES[status];
    return {
      explanation:
        status === undefined || status === 101 || known === undefined
          ? error.message
          : `the server refused with ${status}: ${known}`,
      code: error.code,
      ...(status !== undefined && { status, statusText: statusText ?? '', headers: fieldsOf(fields) }),
      body: Buffer.from(error.body).toString('utf8'),
    };
  }
  // Several addresses were tried, and each failed.
  const { code, message } = (error instanceof AggregateError ? error.errors[0] : error) as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : NETWORK[code];
  return { explanation: known ?? message, ...(code !== undefined && { code }) };
}

function fieldsOf(lines: readonly string[]): [string, string][] {
  return lines
    .filter((line) => line.includes(':'))
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
}
