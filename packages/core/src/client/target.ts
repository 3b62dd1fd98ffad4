// Where a client connects to (§3): ws: and wss: URLs, and ws+unix: for a Unix socket.
import { UsageError } from '../vocabulary/errors.js';

/** A URL, worked out for node:http. */
export interface Target {
  readonly isSecure: boolean;
  /** The path of a Unix socket; undefined for a host. */
  readonly socketPath: string | undefined;
  readonly hostname: string;
  readonly port: string;
  /** Path and query. */
  readonly path: string;
  /** `user:password` of the URL, decoded. */
  readonly auth: string | undefined;
  /** What decides whether credentials may be sent on. */
  readonly origin: string;
  /** The URL as `wss://host/path`, for redirects and errors; without credentials. */
  readonly url: string;
}

const SCHEMES = new Map([
  ['ws:', false],
  ['http:', false],
  ['wss:', true],
  ['https:', true],
]);

/** Reads a URL; throws a UsageError for one that no WebSocket can be at. */
export function readTarget(given: string | URL): Target {
  const text = String(given);
  if (text.includes('#'))
    throw new UsageError('WS_USAGE_URL', shown(text), 'a WebSocket URL has no fragment (RFC 6455 §3)');
  return /^ws\+unix:/i.test(text) ? readUnixTarget(text) : readHostTarget(text);
}

function readHostTarget(text: string): Target {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSecure = url && SCHEMES.get(url.protocol);
  if (url === undefined || isSecure === undefined) throw new UsageError('WS_USAGE_URL', shown(text));
  const path = url.pathname + url.search;
  const origin = `${isSecure ? 'wss' : 'ws'}://${url.host}`;
  return {
    isSecure,
    socketPath: undefined,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || (isSecure ? '443' : '80'),
    path,
    auth: readAuth(url),
    origin,
    url: origin + path,
  };
}

function readAuth({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    // Not the whole URL: what is meant to be secret should not end up in a log.
    throw new UsageError(
      'WS_USAGE_URL',
      '%',
      "a percent sign in the URL's user or password begins no encoded character",
    );
  }
}

/** What the server behind a Unix socket is asked for (RFC 9112 §3.2: "Host"), and may redirect to. */
const UNIX_HOST = 'ws://localhost';

/** `ws+unix:/path/of.sock:/path?query` */
function readUnixTarget(text: string): Target {
  const [, socketPath, given = '/'] = /^ws\+unix:(?:\/\/)?(\/[^:]+)(?::(\/.*))?$/i.exec(text) ?? [];
  if (socketPath === undefined) {
    throw new UsageError('WS_USAGE_URL', shown(text), 'a Unix socket is given as ws+unix:/path/of.sock:/path');
  }
  const { pathname, search } = new URL(UNIX_HOST + given);
  const path = pathname + search;
  const origin = `ws+unix:${socketPath}`;
  return {
    isSecure: false,
    socketPath,
    hostname: 'localhost',
    port: '',
    path,
    auth: undefined,
    origin,
    url: `${origin}:${path}`,
  };
}

/**
 * Where a redirect leads; undefined when no WebSocket can be there, and when it leads from TLS to what everybody can read. Only to
 * hosts: no server may send a client to a Unix socket, which is a matter of the client's own machine, but the one behind a Unix
 * socket may name other paths of itself.
 */
export function redirectTarget(from: Target, location: string): Target | undefined {
  const base = from.socketPath === undefined ? from.url : UNIX_HOST + from.path;
  if (!URL.canParse(location, base)) return undefined;
  const url = new URL(location, base);
  url.hash = '';
  try {
    const target = readHostTarget(url.href);
    if (from.isSecure && !target.isSecure) return undefined;
    if (from.socketPath === undefined || target.origin !== UNIX_HOST) return target;
    return { ...from, path: target.path, url: `${from.origin}:${target.path}` };
  } catch {
    return undefined;
  }
}

/** A URL as an error may show it: a password stays out of logs. */
function shown(url: string): string {
  return url.replace(/\/\/[^/?#]*@/, '//…@');
}
