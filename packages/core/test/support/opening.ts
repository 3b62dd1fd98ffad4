// The opening handshake of §1.2 and §4, as node:http would give it.
import type { RequestHead } from '../../src/handshake/headers.js';

export const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** The request's headers of §1.2. */
export const REQUEST_HEADERS = {
  host: 'server.example.com',
  upgrade: 'websocket',
  connection: 'Upgrade',
  'sec-websocket-key': KEY,
  origin: 'http://example.com',
  'sec-websocket-protocol': 'chat, superchat',
  'sec-websocket-version': '13',
};

/** What differs from the RFC's request; a header that is undefined is left out, one that is a list is repeated. */
export interface RequestChanges {
  readonly method?: string;
  readonly url?: string;
  readonly httpVersion?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The request of §1.2 with changes. */
export function request({ headers = {}, ...line }: RequestChanges = {}): RequestHead {
  const fields = Object.entries({ ...REQUEST_HEADERS, ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, values: typeof value === 'string' ? [value] : value }],
  );
  return {
    method: 'GET',
    url: '/chat',
    httpVersion: '1.1',
    ...line,
    headers: Object.fromEntries(fields.map(({ name, values }) => [name, values.join(', ')])),
    rawHeaders: fields.flatMap(({ name, values }) => values.flatMap((value) => [name, value])),
  };
}

/** The answer's headers of §1.3. */
export const ANSWER_HEADERS = {
  upgrade: 'websocket',
  connection: 'Upgrade',
  'sec-websocket-accept': 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
};
