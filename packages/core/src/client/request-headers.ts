// What a caller may add to the headers of a handshake's request, checked and put into one form.
import { headerLine } from '../handshake/server-handshake.js';
import { UsageError } from '../vocabulary/errors.js';
import type { ClientOptions } from './client-options.js';

/** By names in lower case, as node:http takes them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[]>>;

/** What is not the caller's to set, and why. */
const REFUSED: readonly (readonly [names: RegExp, advice: string])[] = [
  [/^(upgrade|connection|sec-websocket-.*)$/, 'the handshake sets this header by itself; use the option for it'],
  // A server would take what node:http sends for these for frames.
  [/^(content-length|transfer-encoding|trailer|expect)$/, 'a handshake has no body that this header could be about'],
];

/** Reads the option `headers`; throws a UsageError for what is no header, or not the caller's to set. */
export function readHeaders(given: ClientOptions['headers']): RequestHeaders {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairsOf(given)) {
    const lower = String(name).toLowerCase();
    const [, advice] = REFUSED.find(([names]) => names.test(lower)) ?? [];
    if (advice !== undefined) throw new UsageError('WS_USAGE_HEADER', name, advice);
    const values = fields.get(lower) ?? [];
    for (const one of [value].flat() as unknown[]) {
      if (typeof one !== 'string') throw new UsageError('WS_USAGE_HEADER', one, `${name} has no string as its value`);
      headerLine(lower, one);
      values.push(one);
    }
    fields.set(lower, values);
  }
  const hosts = fields.get('host')?.length ?? 1;
  if (hosts !== 1) throw new UsageError('WS_USAGE_HEADER', hosts, 'a request has exactly one host');
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 ? values[0]! : values]));
}

function* pairsOf(given: ClientOptions['headers']): Iterable<readonly [string, string | readonly string[]]> {
  if (!(Symbol.iterator in given)) return yield* Object.entries(given);
  for (const pair of given) {
    if (!Array.isArray(pair)) throw new UsageError('WS_USAGE_HEADER', pair, 'a list of headers has pairs in it');
    yield pair;
  }
}
