// The grammar of the handshake's header fields (§4.3, §9.1 and RFC 9110 §5.6): lists of tokens, extensions with parameters.

import type { ExtensionOffer } from '../extensions/extension.js';

/** Header fields by their lower-case names, as node:http gives them: repeated fields joined by commas. */
export type HeaderFields = Readonly<Record<string, string | string[] | undefined>>;

/** What the handshake looks at in a request: the head of a node:http `IncomingMessage` is one. */
export interface RequestHead {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly httpVersion: string;
  readonly headers: HeaderFields;
  /** Names and values in turn, as they were received. */
  readonly rawHeaders: readonly string[];
}

/** RFC 9110 §5.6.2: a token. */
const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const IS_TOKEN = new RegExp(`^${TOKEN}$`);
const EXTENSION = new RegExp(
  `[ \\t]*(${TOKEN})((?:[ \\t]*;[ \\t]*${TOKEN}(?:[ \\t]*=[ \\t]*(?:${TOKEN}|"(?:[^"\\\\]|\\\\.)*"))?)*)[ \\t]*(?:,|$)`,
  'y',
);
const PARAMETER = new RegExp(`;[ \\t]*(${TOKEN})(?:[ \\t]*=[ \\t]*(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)"))?`, 'g');
const EMPTY_ELEMENT = /[ \t]*(?:,|$)/y;

export function isToken(text: string): boolean {
  return IS_TOKEN.test(text);
}

/** One header field's value; repeated fields joined by commas. */
export function field(headers: HeaderFields, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** How many times a request has a field. */
export function countField(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const given = rawHeaders[i]!;
    if (given.length === name.length && given.toLowerCase() === name) count++;
  }
  return count;
}

/** The elements of a comma-separated list. RFC 9110 §5.6.1.2: "A recipient MUST parse and ignore … empty list elements". */
export function listElements(value: string): string[] {
  return value
    .split(',')
    .map((element) => element.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((element) => element !== '');
}

/** Whether a list of tokens has one, whatever its case. */
export function hasToken(value: string | undefined, token: string): boolean {
  if (value === undefined) return false;
  const lower = value.toLowerCase();
  // Most lists have one element.
  return lower === token || listElements(lower).includes(token);
}

/** Reads Sec-WebSocket-Extensions (§9.1); undefined when it breaks the grammar. */
export function parseExtensions(value: string): ExtensionOffer[] | undefined {
  const offers: ExtensionOffer[] = [];
  let position = 0;
  while (position < value.length) {
    EMPTY_ELEMENT.lastIndex = EXTENSION.lastIndex = position;
    if (EMPTY_ELEMENT.test(value)) {
      position = EMPTY_ELEMENT.lastIndex;
      continue;
    }
    const match = EXTENSION.exec(value);
    if (match === null) return undefined;
    const parameters = parseParameters(match[2]!);
    if (parameters === undefined) return undefined;
    offers.push({ name: match[1]!, parameters });
    position = EXTENSION.lastIndex;
  }
  return offers.length === 0 ? undefined : offers;
}

function parseParameters(text: string): [string, string | undefined][] | undefined {
  const parameters: [string, string | undefined][] = [];
  for (const [, name, token, quoted] of text.matchAll(PARAMETER)) {
    const value = token ?? quoted?.replace(/\\(.)/g, '$1');
    // §9.1: "When using the quoted-string syntax variant, the value after quoted-string unescaping MUST conform to the
    // 'token' ABNF."
    if (value !== undefined && !isToken(value)) return undefined;
    parameters.push([name!, value]);
  }
  return parameters;
}

/** Writes extensions as a header's value. */
export function formatExtensions(offers: readonly ExtensionOffer[]): string {
  return offers
    .map(({ name, parameters }) =>
      [name, ...parameters.map(([key, value]) => (value === undefined ? key : `${key}=${value}`))].join('; '),
    )
    .join(', ');
}
