// Connects as a command's options say.
import { connect, silentLogger, UsageError, WebSocket, type Message } from '@ws4ts/core';

/** The options of all commands that connect, as they were typed. */
export interface DialOptions {
  /** `Name: value` */
  readonly header?: readonly string[];
  readonly subprotocol?: readonly string[];
  readonly compress?: boolean;
  readonly origin?: string;
  readonly insecure?: boolean;
}

/** Told of what comes. */
export interface DialHooks {
  receivedMessage?(message: Message, socket: WebSocket): void;
  ponged?(payload: Buffer): void;
}

/** The biggest message that is taken: a quarter of a gigabyte. */
const MOST_MESSAGE = 2 ** 28;

/** Connects; throws or rejects as `connect` of core does. */
export function dial(
  url: string,
  options: DialOptions,
  signal: AbortSignal | undefined,
  hooks: DialHooks,
): Promise<WebSocket> {
  const { header = [], subprotocol = [], compress = false, origin, insecure = false } = options;
  const headers: Record<string, string | string[]> = origin === undefined ? {} : { origin };
  for (const line of header) {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) throw new UsageError('WS_USAGE_HEADER', line, "give a header as 'Name: value'");
    headers[name] = headers[name] === undefined ? value! : [headers[name], value!].flat();
  }
  class Dialled extends WebSocket {
    protected override receivedMessage(message: Message): void {
      hooks.receivedMessage?.(message, this);
    }

    protected override ponged(payload: Buffer): void {
      hooks.ponged?.(payload);
    }
  }
  return connect(url, Dialled, {
    headers,
    subprotocols: subprotocol,
    compression: compress,
    logger: silentLogger,
    maxMessageSize: MOST_MESSAGE,
    signal,
    ...(insecure && { tls: { rejectUnauthorized: false } }),
  });
}
