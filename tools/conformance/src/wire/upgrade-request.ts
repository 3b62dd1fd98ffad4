// Builds opening handshakes, right or wrong, and knows what each of them offered.
import { createHash, randomBytes } from 'node:crypto';

export type Header = readonly [name: string, value: string];

/** How a request differs from the plain one. */
export interface RequestChange {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  /** Names of headers to leave out. */
  readonly without?: readonly string[];
  /** Headers to replace, or to append if the plain request lacks them. */
  readonly set?: Readonly<Record<string, string>>;
  /** Headers to append as further lines. */
  readonly add?: readonly Header[];
  /** The last word on the header lines, for what is not a header at all. */
  readonly lines?: (lines: string[]) => string[];
  /** What follows the empty line, in the same write. */
  readonly body?: Uint8Array;
}

export interface UpgradeRequest {
  readonly bytes: Buffer;
  readonly key: string;
  readonly headers: readonly Header[];
}

/** §4.1: "a nonce consisting of a randomly selected 16-byte value that has been base64-encoded". */
export const newKey = (): string => randomBytes(16).toString('base64');

/** §4.2.2: the key, the GUID, SHA-1, base64. */
export const acceptFor = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

/** Builds a request for that authority and path. */
export function upgradeRequest(authority: string, path: string, change: RequestChange = {}): UpgradeRequest {
  const left = new Map(Object.entries(change.set ?? {}));
  const plain: Header[] = [
    ['Host', authority],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', newKey()],
    ['Sec-WebSocket-Version', '13'],
  ];
  const headers: Header[] = plain
    .filter(([name]) => !change.without?.includes(name))
    .map(([name, value]): Header => {
      const replaced = left.get(name);
      left.delete(name);
      return [name, replaced ?? value];
    })
    .concat([...left.entries()], change.add ?? []);
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const start = `${change.method ?? 'GET'} ${change.target ?? path} ${change.version ?? 'HTTP/1.1'}`;
  const head = [start, ...(change.lines?.(lines) ?? lines), '', ''].join('\r\n');
  const key = headers.find(([name]) => name.toLowerCase() === 'sec-websocket-key')?.[1] ?? '';
  return {
    bytes: Buffer.concat([Buffer.from(head, 'latin1'), change.body ?? Buffer.alloc(0)]),
    key: key.trim(),
    headers,
  };
}
