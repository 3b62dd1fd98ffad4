// Follows redirects (§4.1 leaves them to HTTP), and decides what goes along to another origin: nothing that tells who the client
// is, nor what was said about the first server alone.
import type { IncomingMessage } from 'node:http';
import type { ClientOptions } from './client-options.js';
import type { Answer } from './dial.js';
import type { RequestHeaders } from './request-headers.js';
import { redirectTarget, type Target } from './target.js';

/** Whom a client asks, and what it brings along. */
export interface Approach {
  readonly target: Target;
  readonly headers: RequestHeaders;
  readonly tls: ClientOptions['tls'];
}

/** Asks, and asks again where the server says so, `most` times more at most. */
export async function followRedirects<Given extends Answer>(
  first: Approach,
  most: number,
  ask: (approach: Approach) => Promise<Given>,
): Promise<Given> {
  let approach = first;
  for (let left = most; ; left--) {
    const answer = await ask(approach);
    const next = redirection(answer.response, approach.target);
    if (next === undefined || left === 0) return answer;
    answer.response.destroy();
    approach = redirected(approach, next);
  }
}

/** Where a redirect leads; undefined when the answer is none, or leads to where the client does not go. */
function redirection({ statusCode, headers }: IncomingMessage, from: Target): Target | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode ?? 0) || headers.location === undefined) return undefined;
  return redirectTarget(from, headers.location);
}

/** All others may be a secret: no list could name every `x-api-key`. */
const HARMLESS_HEADERS: readonly string[] = ['origin', 'user-agent', 'accept-language'];

/** What proves who the client is, and whom it took the first server for; whom it trusts (`ca`) does not change. */
const OF_THE_FIRST_SERVER: readonly string[] = [
  'cert',
  'key',
  'pfx',
  'passphrase',
  'secureContext',
  'pskCallback',
  'privateKeyEngine',
  'privateKeyIdentifier',
  'clientCertEngine',
  'session',
  'servername',
] satisfies (keyof NonNullable<ClientOptions['tls']>)[];

function redirected({ target, headers, tls }: Approach, next: Target): Approach {
  if (next.origin === target.origin) return { target: { ...next, auth: next.auth ?? target.auth }, headers, tls };
  return {
    target: next,
    headers: pick(headers, (name) => HARMLESS_HEADERS.includes(name)),
    tls: tls && pick(tls, (name) => !OF_THE_FIRST_SERVER.includes(name)),
  };
}

/** Of an object that may do without any of its fields. */
function pick<Fields extends object>(fields: Fields, isPicked: (name: string) => boolean): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => isPicked(name))) as Fields;
}
