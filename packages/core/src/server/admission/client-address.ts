// Who the client is behind trusted proxies. Each proxy adds the address that it was asked from, so the list is read from its end
// for as long as those who added to it are trusted; whatever stands before that, anybody may have written.
import { field } from '../../handshake/headers.js';
import type { IncomingUpgrade } from '../../socket/upgrade-request.js';
import type { ServerOptions } from '../server-options.js';
import { isIP, plain } from '../../socket/network.js';
import { AddressList } from './address-list.js';

const lists = new WeakMap<readonly string[], AddressList>();

/** RFC 7239 §4: one parameter of an element, if there is any, and what stands behind it. */
const PAIR =
  /[ \t]*(?:([!#$%&'*+\-.^_`|~0-9A-Za-z]+)=(?:([!#$%&'*+\-.^_`|~0-9A-Za-z]+)|"((?:[^"\\]|\\.)*)")[ \t]*)?(;|,|$)/y;

/** The client's address; undefined when there is none, as on a Unix socket. */
export function clientAddressOf(
  request: Pick<IncomingUpgrade, 'headers' | 'socket'>,
  { trustedProxies, forwardedHeader }: Pick<ServerOptions, 'trustedProxies' | 'forwardedHeader'>,
): string | undefined {
  const { remoteAddress } = request.socket;
  let address = remoteAddress === undefined ? undefined : plain(remoteAddress);
  if (trustedProxies.length === 0) return address;
  const proxies = listOf(trustedProxies);
  if (!proxies.has(address)) return address;
  const value = field(request.headers, forwardedHeader) ?? '';
  const said = forwardedHeader === 'forwarded' ? readForwarded(value) : readList(value);
  for (const one of said.toReversed()) {
    const next = readAddress(one);
    // A proxy that does not know, or does not say, whom it speaks for: it is all that is known.
    if (next === undefined) return address;
    address = next;
    if (!proxies.has(address)) return address;
  }
  return address;
}

/** What trusted proxies say of the client's address; undefined where none are trusted: there the client is the peer. */
export function toldAddressOf(
  request: Pick<IncomingUpgrade, 'headers' | 'socket'>,
  options: Pick<ServerOptions, 'trustedProxies' | 'forwardedHeader'>,
): string | undefined {
  return options.trustedProxies.length === 0 ? undefined : clientAddressOf(request, options);
}

function listOf(trustedProxies: readonly string[]): AddressList {
  let list = lists.get(trustedProxies);
  if (list === undefined) lists.set(trustedProxies, (list = new AddressList(trustedProxies)));
  return list;
}

/** RFC 9110 §5.6.1.2: "A recipient MUST parse and ignore a reasonable number of empty list elements". */
function readList(value: string): string[] {
  return value
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '');
}

/**
 * The `for` of each element (RFC 7239 §4), an empty string where it has none; what cannot be read, and all before it, is left out.
 */
function readForwarded(value: string): string[] {
  const elements: string[] = [];
  // An element without a parameter is an empty one, to be ignored as in any list.
  let element: string | undefined;
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < value.length) {
    const [whole, name, token, quoted, end] = PAIR.exec(value) ?? [];
    // What stands behind cannot be told from what stands before, so nothing is trusted.
    if (whole === undefined) return [];
    if (name !== undefined) element ??= '';
    if (name?.toLowerCase() === 'for') element = token ?? quoted!.replace(/\\(.)/g, '$1');
    if (end === ';') continue;
    if (element !== undefined) elements.push(element);
    element = undefined;
  }
  return element === undefined ? elements : [...elements, element];
}

/** An address with or without a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`; undefined for others. */
function readAddress(text: string): string | undefined {
  const [, bracketed, dotted] = /^(?:\[([^\]]*)\](?::\d+)?|([^:]+)(?::\d+)?)$/.exec(text) ?? [];
  const address = bracketed ?? dotted ?? text;
  return isIP(address) === 0 ? undefined : plain(address);
}
