// What one connection may be told, on either side.
import { COMPRESSION, type Compression } from './compression-options.js';
import { consoleLogger, type Logger } from './logger.js';
import { limit, milliseconds, millisecondsOrNever, oneOf, wholeNumber, type OptionRules } from './option-table.js';

/** What becomes of a message when more than `maxBufferedAmount` waits to be sent. */
export type WhenFull = 'close' | 'wait' | 'drop-new' | 'drop-old' | 'conflate';

/** What is done with a peer that sends more than it may in a time. */
export type OverRate = 'delay' | 'drop' | 'close';

/** Options of a connection. Times are in milliseconds, sizes in bytes; `Infinity` is no limit. */
export interface ConnectionOptions {
  /** The biggest message that is accepted; a bigger one closes the connection with 1009. Default: 1 MiB. */
  readonly maxMessageSize: number;
  /** How long the closing handshake may take before the connection is cut. Default: 5,000. */
  readonly closeTimeout: number;
  /**
   * How much may wait to be sent to a peer that does not read, in bytes; each message that waits counts 256 bytes beside its
   * own. Default: 16 MiB.
   */
  readonly maxBufferedAmount: number;
  /**
   * What becomes of a message beyond that. `'close'`: the connection is closed with 1013; `'wait'`: who sends with
   * `{ wait: true }` waits, and twice the bound closes; `'drop-new'`: it is dropped; `'drop-old'`: the oldest that wait are;
   * `'conflate'`: of messages that wait, the newest of each `key` is kept, and beyond the bound it closes. Default: `'close'`.
   */
  readonly whenFull: WhenFull;
  /** How many `receivedMessage` and `ponged` hooks of one socket may be under way at once. Default: 1, in order. */
  readonly concurrency: number;
  /** How often the peer is pinged; `Infinity`: never, and then a peer that is gone is not noticed. Default: 30,000. */
  readonly pingInterval: number;
  /** A peer that was not heard for `pingInterval` and this is cut off: 1006. Default: 10,000. */
  readonly pongTimeout: number;
  /** A connection without a message either way, or a part of one, for so long is closed with 1000. Default: `Infinity`. */
  readonly idleTimeout: number;
  /** A connection that has lasted so long, or up to a tenth less, is closed with 1001. Default: `Infinity`. */
  readonly maxLifetime: number;
  /** How many messages the peer may send. Default: `Infinity`. */
  readonly maxMessagesPerSecond: number;
  /** How many bytes the peer may send, as they are on the wire. Default: `Infinity`. */
  readonly maxBytesPerSecond: number;
  /** How many seconds' worth of messages and bytes may come at once after a pause. Default: 2. */
  readonly rateBurst: number;
  /**
   * What is done with more messages or bytes than that: `'delay'`: they are read later, so that the peer slows down;
   * `'drop'`: messages are dropped; `'close'`: the connection is closed with 1008. Default: `'delay'`.
   */
  readonly overRate: OverRate;
  /** How many pings and pongs the peer may send; ten seconds' worth at once. More are read later. Default: 50,000. */
  readonly maxControlFramesPerSecond: number;
  /** Whether messages are compressed where the peer agrees (permessage-deflate, RFC 7692). Default: false. */
  readonly compression: Compression;
  /** Where refusals and failures are reported. Default: the standard error output. */
  readonly logger: Logger;
}

const MEBIBYTE = 2 ** 20;
/** Less would be less than what Node's own streams take before they say that they are full. */
const LEAST_BUFFERED = 64 * 1024;
const MOST_HOOKS = 1024;
/** The biggest buffer that a message may be asked to need: 1 GiB. */
const LARGEST_MESSAGE = 2 ** 30;

export const CONNECTION_OPTIONS: OptionRules<ConnectionOptions> = {
  maxMessageSize: wholeNumber(MEBIBYTE, 1, LARGEST_MESSAGE),
  closeTimeout: milliseconds(5_000),
  maxBufferedAmount: wholeNumber(16 * MEBIBYTE, LEAST_BUFFERED, Number.MAX_SAFE_INTEGER),
  whenFull: oneOf<WhenFull>('close', 'wait', 'drop-new', 'drop-old', 'conflate'),
  concurrency: wholeNumber(1, 1, MOST_HOOKS),
  pingInterval: millisecondsOrNever(30_000),
  pongTimeout: milliseconds(10_000),
  idleTimeout: millisecondsOrNever(Infinity),
  maxLifetime: millisecondsOrNever(Infinity),
  maxMessagesPerSecond: limit(Infinity),
  maxBytesPerSecond: limit(Infinity),
  rateBurst: wholeNumber(2, 1, 3_600),
  overRate: oneOf<OverRate>('delay', 'drop', 'close'),
  maxControlFramesPerSecond: limit(50_000),
  compression: COMPRESSION,
  logger: {
    default: consoleLogger,
    allows: (value) => isLogger(value),
    must: 'an object with the methods warn and error',
  },
};

function isLogger(value: unknown): boolean {
  const logger = value as Partial<Logger> | null;
  return typeof logger?.warn === 'function' && typeof logger.error === 'function';
}
