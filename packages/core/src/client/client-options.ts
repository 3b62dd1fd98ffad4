// What a client may be told.
import type { Agent } from 'node:http';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import { CONNECTION_OPTIONS, type ConnectionOptions } from '../options/connection-options.js';
import { milliseconds, wholeNumber, type OptionRule, type OptionRules } from '../options/option-table.js';
import { isToken } from '../handshake/headers.js';

/** Options of `connect`. Times are in milliseconds, sizes in bytes. */
export interface ClientOptions extends ConnectionOptions {
  /**
   * Headers of the request, beside those of the handshake: `authorization`, `cookie`, `origin`, …: an object of names and values,
   * or pairs of them, such as a `Headers` or a `Map`. Default: none.
   */
  readonly headers:
    | Readonly<Record<string, string | readonly string[]>>
    | Iterable<readonly [name: string, value: string | readonly string[]]>;
  /** The subprotocols to offer, the preferred one first. Default: none. */
  readonly subprotocols: readonly string[];
  /** How long the handshake may take, redirects included. Default: 10,000. */
  readonly handshakeTimeout: number;
  /**
   * How many redirects are followed. When the origin changes, credentials, a client's certificate, and all headers but `origin`,
   * `user-agent` and `accept-language` stay behind; one from wss: to ws: is not followed. Default: 5.
   */
  readonly maxRedirects: number;
  /** Ends the attempt when it is aborted; `connect` rejects with its reason then. */
  readonly signal: AbortSignal | undefined;
  /** TLS options for wss: URLs: `ca`, `cert`, `key`, `servername`, … */
  readonly tls: TlsOptions | undefined;
  /** An agent of node:http or node:https, in place of a connection of its own. What it brings along is sent to every origin. */
  readonly agent: Agent | undefined;
  /**
   * An HTTP or SOCKS proxy's URL, or `'environment'` for what HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. Needs the package
   * `proxy-agent`, which you install beside this one.
   */
  readonly proxy: string | undefined;
}

/** An option that may be left out. */
function optional<Value>(allows: (value: unknown) => boolean, must: string): OptionRule<Value | undefined> {
  return { default: undefined, allows: (value) => value === undefined || allows(value), must };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

export const CLIENT_OPTIONS: OptionRules<ClientOptions> = {
  ...CONNECTION_OPTIONS,
  headers: { default: {}, allows: isObject, must: 'an object of header names and values, or pairs of them' },
  subprotocols: {
    default: [],
    allows: (value) =>
      Array.isArray(value) &&
      value.every((name) => typeof name === 'string' && isToken(name)) &&
      new Set(value).size === value.length,
    must: 'a list of distinct tokens',
  },
  handshakeTimeout: milliseconds(10_000),
  maxRedirects: wholeNumber(5, 0, 100),
  signal: optional((value) => value instanceof AbortSignal, 'an AbortSignal'),
  tls: optional(isObject, 'an object of options of node:tls'),
  agent: optional(isObject, 'an agent of node:http or node:https'),
  proxy: optional((value) => typeof value === 'string' && value !== '', "a proxy's URL or 'environment'"),
};
