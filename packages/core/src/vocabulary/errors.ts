// Four leaves, by the question that a reader of a log asks: did the peer break the rules, did we, did it end, or did it never
// begin?
import { inspect } from './inspect.js';
import {
  HANDSHAKE_RULES,
  PROTOCOL_RULES,
  USAGE_RULES,
  type ErrorCode,
  type HandshakeRule,
  type ProtocolRule,
  type UsageRule,
} from './error-codes.js';

/** The root of this library's errors: `code` is stable, the message is for people. */
export abstract class WebSocketError extends Error {
  abstract readonly code: ErrorCode;
}

/** The peer broke the protocol: the connection is failed with `closeCode` (RFC 6455 §7.1.7). */
export class ProtocolError extends WebSocketError {
  override readonly name = 'ProtocolError';
  readonly code: ProtocolRule;
  /** The close code that the peer is sent: 1002, 1007 or 1009. */
  readonly closeCode: number;
  /** The section that was broken: of RFC 6455, unless another is named. */
  readonly section: string;

  constructor(code: ProtocolRule, offending: unknown) {
    const [closeCode, section, sentence] = PROTOCOL_RULES[code];
    super(`${sentence}: ${inspect(offending)} [${section}]`);
    this.code = code;
    this.closeCode = closeCode;
    this.section = section;
  }
}

/** The caller broke the rules: thrown at the call, before anything is written. */
export class UsageError extends WebSocketError {
  override readonly name = 'UsageError';
  readonly code: UsageRule;

  constructor(code: UsageRule, offending: unknown, advice: string = USAGE_RULES[code]) {
    super(`${inspect(offending)} is no good here: ${advice}`);
    this.code = code;
  }
}

/** The connection has ended, so what was asked for cannot be done any more. */
export class ConnectionClosed extends WebSocketError {
  override readonly name = 'ConnectionClosed';
  readonly code = 'WS_CLOSED';

  /**
   * @param closeCode the code the connection ended with; 1006 when there was no close frame
   * @param closeReason the reason beside it
   * @param options `cause`: the network's error, where there was one
   */
  constructor(
    readonly closeCode: number,
    readonly closeReason: string,
    options?: ErrorOptions,
  ) {
    super(`the connection is closed: ${closeCode}${closeReason && ` ${inspect(closeReason)}`}`, options);
  }
}

/** Whether a handshake may be refused with an HTTP status: whether it says that something is elsewhere, or went wrong. */
export function mayRefuse(status: unknown): boolean {
  return Number.isInteger(status) && (status as number) >= 300 && (status as number) <= 599;
}

/** What a `HandshakeError` may carry beyond status and reason. */
export interface RefusalOptions extends ErrorOptions {
  /** Headers of the HTTP response. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** The body of the HTTP response; the reason when left out. */
  readonly body?: string | Uint8Array;
  /** The rule that was broken; `WS_REFUSED` when left out. */
  readonly code?: HandshakeRule;
}

/**
 * The connection never began. Throw it in `requested` to refuse a client with an HTTP status of your own; a client's
 * `connect` rejects with it.
 *
 * @example throw new HandshakeError(401, 'sign in first', { headers: { 'www-authenticate': 'Bearer' } });
 */
export class HandshakeError extends WebSocketError {
  override readonly name = 'HandshakeError';
  readonly code: HandshakeRule;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;

  /**
   * Throws a UsageError for a status that refuses nothing, unless a code says whose it is, as of what a server has answered.
   * @param status the HTTP status, 400 to 599 (or 300 to 399 with a location header)
   * @param reason one plain sentence: it goes to the client as the body, so keep secrets out of it
   */
  constructor(
    readonly status: number,
    readonly reason: string,
    options: RefusalOptions = {},
  ) {
    super(`${status} ${reason}`, options);
    this.code = options.code ?? 'WS_REFUSED';
    if (options.code === undefined && !mayRefuse(status)) throw new UsageError('WS_USAGE_STATUS', status);
    this.headers = options.headers ?? {};
    this.body = options.body ?? reason;
  }

  /** Refuses a handshake by a rule of the RFC. */
  static for(
    code: HandshakeRule,
    offending: unknown,
    headers: RefusalOptions['headers'] & {} = {},
    options?: ErrorOptions,
  ): HandshakeError {
    const [status, section, sentence] = HANDSHAKE_RULES[code];
    const shown = offending === undefined ? '' : `: ${inspect(offending)}`;
    return new HandshakeError(status, `${sentence}${shown} [${section}]`, { ...options, code, headers });
  }
}
