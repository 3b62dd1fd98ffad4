// Who may connect from a web page (§10.2): other sites' pages carry the user's cookies, so they are kept out unless let in.
import type { RequestHead } from '../handshake/headers.js';
import { field } from '../handshake/headers.js';
import type { ServerOptions } from './server-options.js';

/** RFC 9112 §3.2.2: given "an absolute-form of request-target, the origin server MUST ignore the received Host header field" */
export function hostOf({ url = '/', headers }: RequestHead): string | undefined {
  return url.startsWith('/') ? field(headers, 'host') : /^https?:\/\/([^/?#]*)/i.exec(url)?.[1];
}

/**
 * Whether a page may connect.
 * @param origin the request's Origin; a client that sends none is no browser
 * @param host the host that the request is for
 */
export function mayConnect(
  origin: string | undefined,
  host: string | undefined,
  allowed: ServerOptions['origins'],
): boolean {
  if (origin === undefined || allowed === 'any') return true;
  if (allowed !== 'same' && allowed.some((entry) => entry.toLowerCase() === origin.toLowerCase())) return true;
  return isSameHost(origin, host);
}

/** The scheme is left out of the comparison: behind a proxy that ends TLS the server cannot know the page's. */
function isSameHost(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: page } = new URL(origin);
  const target = `${protocol}//${host}`;
  return URL.canParse(target) && page !== '' && new URL(target).host === page;
}
