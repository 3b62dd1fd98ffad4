// Every rule of the handshake that is judged without a socket broken once; the others belong to the server and the client.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { DeflateDirections } from '../../src/extensions/deflate-parameters.js';
import { readOpeningAnswer } from '../../src/handshake/client-handshake.js';
import { readOpeningRequest } from '../../src/handshake/server-handshake.js';
import { HANDSHAKE_RULES, type HandshakeRule } from '../../src/vocabulary/error-codes.js';
import { expectRefusal } from '../support/expectations.js';
import { ANSWER_HEADERS, KEY, request, type RequestChanges } from '../support/opening.js';

const HANDSHAKE = join(import.meta.dirname, '../../src/handshake');
const ELSEWHERE = 'it is judged where the sockets are';

type Call = () => unknown;
const asks =
  (changes: RequestChanges): Call =>
  () =>
    readOpeningRequest(request(changes));
const header = (name: string, ...values: (string | readonly string[] | undefined)[]): Record<string, Call> =>
  Object.fromEntries(values.map((value) => [`${name}: ${String(value)}`, asks({ headers: { [name]: value } })]));
const targets = (...urls: string[]): Record<string, Call> =>
  Object.fromEntries(urls.map((url) => [url, asks({ url })]));
const answers =
  (status: number, headers: Record<string, string | string[] | undefined>, deflate?: DeflateDirections): Call =>
  () =>
    readOpeningAnswer(status, { ...ANSWER_HEADERS, ...headers }, { key: KEY, subprotocols: ['chat'], deflate });
/** Answers to a client that has offered compression, with no context takeover of the server's. */
const agreeing = (...values: string[]): Record<string, Call> => {
  const deflate = { server: { windowBits: 12, takeover: false }, client: { windowBits: 15, takeover: true } };
  return Object.fromEntries(
    values.map((value) => [
      `the extension ${JSON.stringify(value)}`,
      answers(101, { 'sec-websocket-extensions': value }, deflate),
    ]),
  );
};

const BREACHES: Record<HandshakeRule, Record<string, Call> | typeof ELSEWHERE> = {
  WS_METHOD: { POST: asks({ method: 'POST' }), 'lower case': asks({ method: 'get' }), HEAD: asks({ method: 'HEAD' }) },
  WS_HTTP_VERSION: { '1.0': asks({ httpVersion: '1.0' }), '2.0': asks({ httpVersion: '2.0' }) },
  WS_HOST: header(
    'host',
    undefined,
    ['server.example.com', 'other.example.com'],
    ['a', 'a'],
    '',
    ' ',
    ':80',
    'a b',
    'a\tb',
    'a/b',
    'a?b',
    'a#b',
    'user@a',
    'http://a',
    'a:port',
    'a:80:80',
    'a:-1',
    'a%',
    'a%2',
    'a%gg',
    '"a"',
    '<a>',
    'a\\b',
    'é',
    '::1',
    '[::1',
    '::1]',
    '[]',
    '[::1]a',
    '[::g]',
    '[::1]:x',
  ),
  WS_BODY: {
    ...header('content-length', '1', '5', '00', '0, 0', ['0', '5'], 'x', ''),
    ...header('transfer-encoding', 'chunked', 'identity', 'gzip, chunked', ''),
    both: asks({ headers: { 'content-length': '0', 'transfer-encoding': 'chunked' } }),
  },
  WS_TARGET: targets(
    '',
    '*',
    'chat',
    'chat/x',
    '/chat#here',
    '/#',
    'http://',
    'http:///chat',
    'ftp://host/',
    'ws://host/',
    '//#',
  ),
  WS_UPGRADE: header('upgrade', undefined, 'h2c', 'websockets', 'web socket', ''),
  WS_CONNECTION: header('connection', undefined, 'keep-alive', 'upgraded', ''),
  WS_KEY: header('sec-websocket-key', undefined, '', 'short', `${KEY}x`, 'dGhlIHNhbXBsZSBub25jZR==', [KEY, KEY]),
  WS_VERSION_MISSING: header('sec-websocket-version', undefined, ['13', '13'], ['13', '8'], '13, 8'),
  WS_VERSION: header('sec-websocket-version', '8', '0', '14', '013', '', 'thirteen', '13.0'),
  WS_SUBPROTOCOL_HEADER: header('sec-websocket-protocol', '', ',', 'chat, chat', 'a b', 'chat;v=1', '"chat"', 'é', [
    'chat',
    'chat',
  ]),
  WS_EXTENSION_HEADER: header('sec-websocket-extensions', '', ',', 'a;', 'a b', 'a; b="', 'a; b="c d"', ['a', '=']),
  WS_RESPONSE: {
    'another status': answers(200, {}),
    'a redirection': answers(302, { location: 'http://other.example.com/' }),
    'no upgrade': answers(101, { upgrade: undefined }),
    'another upgrade': answers(101, { upgrade: 'h2c' }),
    'two other upgrades': answers(101, { upgrade: 'h2c, websocket2' }),
    'no connection': answers(101, { connection: undefined }),
    'another connection': answers(101, { connection: 'keep-alive' }),
    'no accept': answers(101, { 'sec-websocket-accept': undefined }),
    "another key's accept": answers(101, { 'sec-websocket-accept': 'Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=' }),
    'the accept in lower case': answers(101, { 'sec-websocket-accept': 's3pplmbitxaq9kygzzhzrbk+xoo=' }),
    'an unasked extension': answers(101, { 'sec-websocket-extensions': 'permessage-deflate' }),
    ...agreeing(
      '',
      'deflate-stream',
      'permessage-deflate;',
      'permessage-deflate; server_max_window_bits=12',
      'permessage-deflate; server_no_context_takeover',
      'permessage-deflate; server_no_context_takeover; server_max_window_bits=13',
      'permessage-deflate; server_no_context_takeover; server_max_window_bits=12; unknown',
      'permessage-deflate; server_no_context_takeover; server_max_window_bits=12; client_max_window_bits',
      'permessage-deflate; server_no_context_takeover; server_max_window_bits=12, permessage-deflate',
    ),
    'an unasked subprotocol': answers(101, { 'sec-websocket-protocol': 'superchat' }),
    'a subprotocol in another case': answers(101, { 'sec-websocket-protocol': 'Chat' }),
    'an empty subprotocol': answers(101, { 'sec-websocket-protocol': '' }),
    'two subprotocols': answers(101, { 'sec-websocket-protocol': ['chat', 'chat'] }),
  },
  WS_HTTP: ELSEWHERE,
  WS_HEADERS_TOO_LARGE: ELSEWHERE,
  WS_ORIGIN: ELSEWHERE,
  WS_NOT_FOUND: ELSEWHERE,
  WS_TIMEOUT: ELSEWHERE,
  WS_TOO_MANY_CONNECTIONS: ELSEWHERE,
  WS_TOO_MANY_FROM_ADDRESS: ELSEWHERE,
  WS_TOO_MANY_HANDSHAKES: ELSEWHERE,
  WS_GOING_AWAY: ELSEWHERE,
  WS_REFUSED: ELSEWHERE,
};

const CASES = Object.entries(BREACHES).flatMap(([rule, breaches]) =>
  breaches === ELSEWHERE
    ? []
    : Object.entries(breaches).map(([name, call]) => [rule as HandshakeRule, name, call] as const),
);

describe('the cases', () => {
  it('name each rule', () => {
    expect(Object.keys(BREACHES).toSorted()).toEqual(Object.keys(HANDSHAKE_RULES).toSorted());
  });

  it('break each rule that the handshake judges', () => {
    const text = readdirSync(HANDSHAKE)
      .map((file) => readFileSync(join(HANDSHAKE, file), 'utf8'))
      .join('\n');
    const judged = Object.keys(HANDSHAKE_RULES).filter((rule) => text.includes(`'${rule}'`));
    expect([...new Set(CASES.map(([rule]) => rule))].toSorted()).toEqual(judged.toSorted());
  });
});

describe('a broken rule refuses the handshake', () => {
  it.each(CASES)('%s by %j', (rule, _, call) => {
    expectRefusal(call, HANDSHAKE_RULES[rule][0], rule);
  });
});

describe('the refusal tells the client what to do', () => {
  it.each<[RequestChanges, HandshakeRule, object]>([
    [{ method: 'PUT' }, 'WS_METHOD', { allow: 'GET' }],
    [{ headers: { upgrade: 'h2c' } }, 'WS_UPGRADE', { upgrade: 'websocket' }],
    [
      { headers: { 'sec-websocket-version': '8' } },
      'WS_VERSION',
      { 'sec-websocket-version': '13', upgrade: 'websocket' },
    ],
    [{ headers: { 'sec-websocket-version': undefined } }, 'WS_VERSION_MISSING', { 'sec-websocket-version': '13' }],
    [{ headers: { connection: 'close' } }, 'WS_CONNECTION', {}],
  ])('case %#', (changes, rule, headers) => {
    expect(expectRefusal(asks(changes), HANDSHAKE_RULES[rule][0], rule).headers).toEqual(headers);
  });

  it('and shows what was wrong', () => {
    expect(expectRefusal(asks({ headers: { upgrade: 'h2c' } }), 426, 'WS_UPGRADE').reason).toContain('"h2c"');
    expect(expectRefusal(asks({ headers: { host: undefined } }), 400, 'WS_HOST').reason).toContain('0 of them');
    expect(expectRefusal(asks({ headers: { host: 'a/b' } }), 400, 'WS_HOST').reason).toContain('"a/b"');
  });
});
