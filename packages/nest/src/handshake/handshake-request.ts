// The request of a handshake as guards, interceptors and `REQUEST` know it: node:http's, with what the platform adds to one.
import { parse } from 'node:querystring';
import type { IncomingUpgrade, Params } from '@ws4ts/core';

/** The request of a handshake: an `IncomingMessage`, and what applications look for on a request of their platform. */
export interface HandshakeRequest extends IncomingUpgrade {
  /** The values of the route's `:names`. */
  readonly params: Params;
  /** The query's parameters. */
  readonly query: Readonly<Record<string, unknown>>;
  /** The address of the peer. */
  readonly ip: string | undefined;
}

/** The platform's application, as far as a request needs it. */
export interface Platform {
  getType(): string;
  getInstance(): unknown;
}

/** Makes a request of node:http one of the platform. */
export function handshakeRequestOf(incoming: IncomingUpgrade, params: Params, platform: Platform): HandshakeRequest {
  const url = incoming.url ?? '/';
  const own = { params, originalUrl: url };
  if (platform.getType() === 'express') {
    // What Express does with each request that it is given.
    const { request } = platform.getInstance() as { request: object };
    Object.setPrototypeOf(incoming, request);
    return Object.assign(incoming, own) as unknown as HandshakeRequest;
  }
  const mark = url.indexOf('?');
  const query = parse(mark < 0 ? '' : url.slice(mark + 1));
  return Object.assign(incoming, own, { query, ip: incoming.socket.remoteAddress, raw: incoming });
}
