// What a door, or one route of it, may be told.
import { CONNECTION_OPTIONS, type ConnectionOptions } from '../options/connection-options.js';
import { limit, milliseconds, oneOf, type OptionRules } from '../options/option-table.js';
import { isToken } from '../handshake/headers.js';
import { isAddressEntry } from './admission/address-list.js';

/** The header by which trusted proxies say whom they speak for. */
export type ForwardedHeader = 'x-forwarded-for' | 'forwarded';

/** Options of a server or of one of its routes. Times are in milliseconds, sizes in bytes. */
export interface ServerOptions extends ConnectionOptions {
  /** How long a client may take to send its request, and `requested` to answer it. Default: 10,000. */
  readonly handshakeTimeout: number;
  /**
   * Which pages may connect. A browser names the page's origin; a client that names none is let in. `'same'`: only pages of
   * this host; `'any'`: all; a list: these (`'https://example.org'`) and those of this host. Default: `'same'`.
   */
  readonly origins: 'same' | 'any' | readonly string[];
  /**
   * The subprotocols that are supported; the first of the client's that is in here is agreed on. `'any'`: the client's first,
   * whatever it is. Default: none.
   */
  readonly subprotocols: 'any' | readonly string[];
  /**
   * How many connections there may be; more are refused with 503. Default: 100,000.
   * A route that sets this, or one of the next two, itself has a count of its own for it.
   */
  readonly maxConnections: number;
  /**
   * How many of them may be of one client address, or of one /64 network of IPv6; more are refused with 429.
   * Default: `Infinity`, since behind a proxy that `trustedProxies` does not list all clients have one address.
   */
  readonly maxConnectionsPerAddress: number;
  /** How many handshakes may be under way, waiting for `requested`; more are refused with 503. Default: 1,000. */
  readonly maxPendingHandshakes: number;
  /**
   * The proxies that are believed when they name the client: addresses, networks such as `'10.0.0.0/8'`, and `'unix'` for
   * whoever connects through a Unix socket. Default: none.
   */
  readonly trustedProxies: readonly string[];
  /** The header in which they do; one that they set themselves, not one that they let through. Default: `'x-forwarded-for'`. */
  readonly forwardedHeader: ForwardedHeader;
}

export const SERVER_OPTIONS: OptionRules<ServerOptions> = {
  ...CONNECTION_OPTIONS,
  handshakeTimeout: milliseconds(10_000),
  origins: {
    default: 'same',
    allows: (value) => value === 'same' || value === 'any' || (Array.isArray(value) && value.every(isOrigin)),
    must: "'same', 'any' or a list of origins as browsers send them, such as 'https://example.org'",
  },
  subprotocols: {
    default: [],
    allows: (value) => value === 'any' || (Array.isArray(value) && value.every(isSubprotocol)),
    must: "'any' or a list of tokens",
  },
  maxConnections: limit(100_000),
  maxConnectionsPerAddress: limit(Infinity),
  maxPendingHandshakes: limit(1_000),
  trustedProxies: {
    default: [],
    allows: (value) => Array.isArray(value) && value.every(isAddressEntry),
    must: "a list of IP addresses, networks such as '10.0.0.0/8', and 'unix'",
  },
  forwardedHeader: oneOf<ForwardedHeader>('x-forwarded-for', 'forwarded'),
};

/** RFC 6454 §6.2: scheme, host and port, with nothing behind. */
function isOrigin(value: unknown): boolean {
  if (value === 'null') return true;
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { origin, protocol, host } = new URL(value);
  return value.toLowerCase() === (origin === 'null' ? `${protocol}//${host}` : origin);
}

function isSubprotocol(value: unknown): boolean {
  return typeof value === 'string' && isToken(value);
}
