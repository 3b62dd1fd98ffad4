// Sends one opening handshake and waits for the answer (§4.1), over node:http or node:https. They are loaded by the first dial
// that needs them: with an import, a program that never dials would load TLS when it starts.
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { HandshakeError } from '../vocabulary/errors.js';
import type { ClientOptions } from './client-options.js';
import type { Target } from './target.js';

/** The server's answer to a handshake. */
export interface Answer {
  readonly response: IncomingMessage;
  /** The connection after a 101; undefined after any other answer, a 101 without the headers of an upgrade among them. */
  readonly upgraded: { readonly socket: Duplex; readonly head: Buffer } | undefined;
}

/**
 * Asks a server for the upgrade. Rejects with a HandshakeError for an answer that is not HTTP, with the network's error, or with
 * the signal's reason.
 */
export function dial(
  target: Target,
  headers: Readonly<Record<string, string | readonly string[]>>,
  agent: Agent | undefined,
  tls: ClientOptions['tls'],
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      request.destroy();
      reject(signal.reason);
    };
    if (signal.aborted) return reject(signal.reason);
    const request = send(target, headers, agent, tls);
    const settle = (answer: Answer): void => {
      signal.removeEventListener('abort', abort);
      resolve(answer);
    };
    signal.addEventListener('abort', abort, { once: true });
    request
      .on('upgrade', (response: IncomingMessage, socket: Duplex, head: Buffer) => {
        settle({ response, upgraded: { socket, head } });
      })
      .on('response', (response: IncomingMessage) => settle({ response, upgraded: undefined }))
      .on('error', (error: NodeJS.ErrnoException) => {
        signal.removeEventListener('abort', abort);
        // What node:http's parser cannot read is the server's doing, not the network's.
        const isUnread = error.code?.startsWith('HPE_');
        reject(isUnread ? HandshakeError.for('WS_RESPONSE', error.message, {}, { cause: error }) : error);
      })
      .end();
  });
}

function send(
  target: Target,
  headers: Readonly<Record<string, string | readonly string[]>>,
  agent: Agent | undefined,
  tls: ClientOptions['tls'],
): ClientRequest {
  const { isSecure, socketPath, hostname, port, path, auth } = target;
  const where = socketPath === undefined ? { host: hostname, port } : { socketPath };
  const common = {
    ...where,
    path,
    ...(auth !== undefined && { auth }),
    headers: { ...headers } as Record<string, string | string[]>,
    // An agent of its own: the connection is not one that is used again.
    agent: agent ?? (false as const),
  };
  return isSecure
    ? process.getBuiltinModule('node:https').request({ ...tls, ...common })
    : process.getBuiltinModule('node:http').request(common);
}

/** What of a refusal's body is kept, in bytes. */
const MOST_OF_A_BODY = 64 * 1024;

/** Reads the body of a refusal, until the signal is aborted at the latest, and ends its connection. */
export async function readBody(response: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  process.getBuiltinModule('node:stream').addAbortSignal(signal, response);
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length >= MOST_OF_A_BODY) break;
    }
  } catch {
    // A body that breaks off is kept as far as it came: the status is what counts.
  }
  response.destroy();
  return Buffer.concat(parts).subarray(0, MOST_OF_A_BODY);
}
