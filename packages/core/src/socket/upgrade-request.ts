// What a socket knows of the request that it began with.
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHead } from '../handshake/headers.js';
import { plain } from './network.js';

/** The request that a connection begins with: node:http's `IncomingMessage` is one. */
export interface IncomingUpgrade extends RequestHead {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** What a request says, before the connection stands and after. */
export class UpgradeRequest {
  /** The request target as it was sent: path and query. */
  readonly url: string;
  /** The values of the route's `:names`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The subprotocols that the client offered, in its order of preference. */
  readonly subprotocols: readonly string[];
  /** The request as the door got it (node:http's `IncomingMessage`) until the connection stands; let go of then, so that idle connections stay small. */
  incoming: IncomingUpgrade | undefined;
  private addedHeaders: Headers | undefined;
  /** The header fields, or their text for as long as nobody reads them: most connections never do, and it is much smaller. */
  private fields: IncomingHttpHeaders | string;
  /** The peer's address, or who knows it for as long as nobody asks: that is a system call, and most connections never do. */
  private peer: IncomingUpgrade['socket'] | string | undefined;
  /** Who a proxy speaks for. */
  private readonly client: string | undefined;

  /** @param client the client's address where it is not the peer's */
  constructor(
    incoming: IncomingUpgrade,
    params: Readonly<Record<string, string>>,
    subprotocols: readonly string[],
    client?: string,
  ) {
    this.url = incoming.url ?? '/';
    this.params = params;
    this.fields = incoming.headers;
    this.subprotocols = subprotocols;
    this.peer = incoming.socket;
    this.client = client;
    this.incoming = incoming;
  }

  /**
   * The address of the peer, which may be a proxy's; undefined for a Unix socket or in memory. As on a socket of node:net, who asks
   * for it first when the connection has ended does not learn it; only a class with a `closed` hook of its own does even then.
   */
  get remoteAddress(): string | undefined {
    if (typeof this.peer === 'object') this.peer = this.peer.remoteAddress;
    return this.peer;
  }

  /** The address of the client: what the proxies that `trustedProxies` lists say of it, else that of the peer. */
  get clientAddress(): string | undefined {
    const { client, remoteAddress } = this;
    return client ?? (remoteAddress === undefined ? undefined : plain(remoteAddress));
  }

  /** The header fields by lower-case name. */
  get headers(): IncomingHttpHeaders {
    if (typeof this.fields === 'string') this.fields = readFields(this.fields);
    return this.fields;
  }

  /** The path without the query, as it was sent. */
  get path(): string {
    return pathOf(this.url);
  }

  /** The query's parameters. */
  get query(): URLSearchParams {
    const mark = this.url.indexOf('?');
    return new URLSearchParams(mark < 0 ? '' : this.url.slice(mark));
  }

  /** The page's origin, where a browser sent the request. */
  get origin(): string | undefined {
    return this.headers.origin;
  }

  /** Headers to add to the 101 response; set them in `requested`. `append('set-cookie', …)` may be called more than once. */
  get responseHeaders(): Headers {
    return (this.addedHeaders ??= new Headers());
  }

  /** @internal Learns the peer's address for who is told of the connection's end. */
  keepAddress(): void {
    this.peer = this.remoteAddress;
  }

  /** @internal The connection stands: keeps of the request what its socket may be asked for, in little memory. */
  settle(): void {
    this.incoming = undefined;
    this.fields = writeFields(this.headers);
  }

  /** Gives out the added headers and lets go of them. */
  takeResponseHeaders(): Iterable<[name: string, value: string]> {
    const headers = this.addedHeaders;
    this.addedHeaders = undefined;
    return headers ?? [];
  }
}

/** The path of a request target: of `/a?b`, and of `http://host/a?b`, which is as good (RFC 9112 §3.2.2). */
export function pathOf(url: string): string {
  const target = url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return path === '' ? '/' : path;
}

/** RFC 9110 §5.5: no field has it. */
const SEPARATOR = '\0';

/** Header fields as one string. */
function writeFields(fields: IncomingHttpHeaders): string {
  const text: string[] = [];
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (typeof value === 'string') text.push(name, value);
    else for (const one of value ?? []) text.push(name, one);
  }
  // Not by `+`, which would keep the pieces.
  return text.join(SEPARATOR);
}

function readFields(text: string): IncomingHttpHeaders {
  const fields: IncomingHttpHeaders = {};
  const parts = text === '' ? [] : text.split(SEPARATOR);
  for (let i = 0; i < parts.length; i += 2) {
    const name = parts[i]!;
    const value = parts[i + 1]!;
    // The one field of a request that node:http gives as a list (RFC 6265 §3).
    if (name === 'set-cookie') (fields[name] ??= []).push(value);
    else fields[name] = value;
  }
  return fields;
}
