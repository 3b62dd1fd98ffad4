// What gateways may be told, by the adapter and by their decorator, as options of a server of ours.
import { UsageError, type MessageData, type ServerOptions } from '@ws4ts/core';
import type { VerifyClient } from './verify-client.js';

/** What a message says: the event whose handlers it goes to, and what they are given. */
export interface GatewayMessage {
  readonly event: unknown;
  readonly data: unknown;
}

/** Reads a message: a string for a text, a `Buffer` for a binary one. What returns nothing drops the message. */
export type MessageParser = (data: MessageData) => GatewayMessage | null | undefined | void;

/**
 * Options of the adapter: those of a server, and how messages are read. Where `ws` and a server of ours differ, the defaults are
 * those that gateways were written for: `origins` is `'any'` (who signs users in by cookies should name origins instead),
 * `subprotocols` is `'any'`, `maxMessageSize` is 100 MiB, and `maxBufferedAmount` 256 MiB. `logger` is Nest's.
 */
export interface WebSocketAdapterOptions extends Partial<ServerOptions> {
  /** How messages are read. Default: `JSON.parse`. */
  readonly messageParser?: MessageParser;
}

/** What `@WebSocketGateway(port, options)` may say; of the options of `ws` those that are listed here. Others are of no effect. */
export interface GatewayOptions {
  /** The path that clients ask for. Without one it is `/` on the application's server, and any path on a port of its own. */
  readonly path?: string;
  /** The address that a port of its own is opened on. Default: all. */
  readonly host?: string;
  /** The biggest message, in bytes; 0 for the biggest that there is. It goes before the adapter's `maxMessageSize`. */
  readonly maxPayload?: number;
  /** Whether messages are compressed where the client agrees. It goes before the adapter's `compression`. */
  readonly perMessageDeflate?: unknown;
  /** Refuses clients before the handshake. */
  readonly verifyClient?: VerifyClient;
  /** Not supported: use `subprotocols` of the adapter. */
  readonly handleProtocols?: unknown;
  /** Not supported: namespaces are of socket.io. */
  readonly namespace?: unknown;
}

const MEBIBYTE = 2 ** 20;
const DEFAULTS: Partial<ServerOptions> = {
  origins: 'any',
  subprotocols: 'any',
  maxMessageSize: 100 * MEBIBYTE,
  // `ws` has no bound. This one has room for what came in twice, and is still one.
  maxBufferedAmount: 256 * MEBIBYTE,
};
const LARGEST_MESSAGE = 2 ** 30;

/** The options of one gateway's server; throws a UsageError for what cannot be had. */
export function serverOptionsOf(
  adapter: Partial<ServerOptions>,
  { namespace, handleProtocols, maxPayload, perMessageDeflate }: GatewayOptions,
): Partial<ServerOptions> {
  if (namespace !== undefined)
    throw new UsageError('WS_USAGE_OPTION', namespace, 'give the gateway a path: there are no namespaces');
  if (handleProtocols !== undefined) {
    throw new UsageError('WS_USAGE_OPTION', 'handleProtocols', 'name the subprotocols in the options of the adapter');
  }
  return {
    ...DEFAULTS,
    ...adapter,
    ...(maxPayload !== undefined && { maxMessageSize: maxPayload === 0 ? LARGEST_MESSAGE : maxPayload }),
    ...(perMessageDeflate !== undefined && { compression: Boolean(perMessageDeflate) }),
  };
}

/** A path as platform-ws understands it: with one slash before and none behind. */
export function normalPath(path: string): string {
  return `/${path.replace(/\/+$/, '')}`.replace(/\/+/g, '/');
}
