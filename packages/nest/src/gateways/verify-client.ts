// The `verifyClient` option of `ws`, by which gateways refuse clients before the handshake.
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { HandshakeError } from '@ws4ts/core';

/** What is known of a client that asks for a connection. */
export interface ClientInfo {
  readonly origin: string | undefined;
  /** Whether it came by TLS. */
  readonly secure: boolean;
  readonly req: IncomingMessage;
}

/** Answers asynchronously: whether the client may come in, and if not, the status (401 by default), body and headers of the refusal. */
export type VerifyDone = (isAllowed: boolean, status?: number, reason?: string, headers?: OutgoingHttpHeaders) => void;

/** Decides on a client: by its result, or, when it is declared with two parameters, by calling `done`. */
export type VerifyClient = (info: ClientInfo, done: VerifyDone) => unknown;

/** Resolves for a client that may come in; rejects with a HandshakeError for another. */
export async function verify(verifyClient: VerifyClient, req: IncomingMessage): Promise<void> {
  const info = { origin: req.headers.origin, secure: 'encrypted' in req.socket, req };
  await new Promise<void>((resolve, reject) => {
    const done: VerifyDone = (isAllowed, status = 401, reason = 'this client may not connect', headers = {}) => {
      if (isAllowed) resolve();
      else reject(new HandshakeError(status, reason, { headers: stringValues(headers) }));
    };
    // `ws` tells the two kinds apart in the same way.
    if (verifyClient.length === 2) verifyClient(info, done);
    else done(Boolean(verifyClient(info, done)));
  });
}

function stringValues(headers: OutgoingHttpHeaders): Record<string, string | string[]> {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value : String(value)]));
}
