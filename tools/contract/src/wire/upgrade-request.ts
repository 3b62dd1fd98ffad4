// Writes opening handshakes, right or wrong.

/** The nonce of RFC 6455 §1.3, and what a server must make of it. */
export const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
export const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** How a request differs from a good one. */
export interface RequestChange {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  /** Headers to set, to repeat (a list), or to leave out (undefined). */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The head of a request for the upgrade. */
export function upgradeRequest(url: URL, { method, target, version, headers }: RequestChange = {}): string {
  const fields = {
    host: url.host,
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-key': KEY,
    'sec-websocket-version': '13',
    ...headers,
  };
  const lines = [`${method ?? 'GET'} ${target ?? url.pathname + url.search} HTTP/${version ?? '1.1'}`];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    for (const one of typeof value === 'string' ? [value] : value) lines.push(`${name}: ${one}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}
