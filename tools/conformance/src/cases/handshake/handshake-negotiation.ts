// Subprotocols (§1.9, §4.2.2, §11.3.4), extensions (§9.1) and origins (§10.2).
import type { ConformanceCase } from '../../conformance-case.js';
import { check } from '../../failure.js';
import type { ServerUnderTest } from '../../server-under-test.js';
import type { HttpResponse } from '../../wire/http-response.js';
import type { Header, RequestChange } from '../../wire/upgrade-request.js';
import { vectorsOf, type Vector } from './handshake-vector.js';

const subprotocol = 'Sec-WebSocket-Protocol';
const offer = (...values: readonly string[]): RequestChange => {
  return { add: values.map((value): Header => [subprotocol, value]) };
};
const spoken = (server: ServerUnderTest) => server.settings.subprotocols[0] ?? '';
const needsSubprotocol: NonNullable<Vector['needs']> = ({ subprotocols }) =>
  subprotocols.length > 0 ? undefined : 'the endpoint speaks no subprotocol';
const chose = (response: HttpResponse, due: string | undefined) => {
  const [chosen] = response.all(subprotocol);
  check(chosen === due, `chose the subprotocol ${chosen ?? '(none)'}; due: ${due ?? '(none)'} (§4.2.2)`);
};
const none: NonNullable<Vector['inspect']> = (response) => chose(response, undefined);
const theOne: NonNullable<Vector['inspect']> = (response, server) => chose(response, spoken(server));

const known = (name: string, says: string, change: (one: string) => RequestChange, inspect = theOne): Vector => {
  return {
    name,
    says,
    change: (server) => change(spoken(server)),
    answer: 'accepted',
    needs: needsSubprotocol,
    inspect,
  };
};
const notOne = (response: HttpResponse, server: ServerUnderTest) => {
  if (response.status === 101)
    check(!server.settings.subprotocols.includes(response.all(subprotocol)[0] ?? ''), 'chose from a broken offer');
};
const malformed = (name: string, value: string): Vector => {
  return {
    name,
    section: '§4.1',
    says: `the offer "${value}" breaks the grammar: refused, or nothing chosen`,
    change: offer(value),
    answer: 'either',
    inspect: notOne,
  };
};

const subprotocols: readonly Vector[] = [
  {
    name: 'none-offered',
    says: 'no subprotocol is chosen when none was offered',
    change: {},
    answer: 'accepted',
    inspect: none,
  },
  {
    name: 'unknown',
    says: 'nothing is chosen from an offer of unknown names',
    change: offer('no-such-thing, nor.this'),
    answer: 'accepted',
    inspect: none,
  },
  known('known', 'a known name is chosen', (one) => offer(one)),
  known('known-last', 'a known name among others is chosen', (one) => offer(`a, b ,c,${one}`)),
  known('known-first', 'a known name before others is chosen', (one) => offer(`${one}, zzz`)),
  known('two-lines', 'two headers are one list', (one) => offer('zzz', one)),
  known('blanks', 'blanks and tabs around a name are no part of it', (one) => offer(` \t${one}\t `)),
  known('lower-name', 'the header name is in any case', (one) => ({ add: [[subprotocol.toLowerCase(), one]] })),
  known('other-case', 'names are case-sensitive', (one) => offer(swapCase(one)), none),
  known('prefix', 'the beginning of a name is another name', (one) => offer(one.slice(0, -1) || 'x'), none),
  known('longer', 'a longer name is another name', (one) => offer(`${one}x`), none),
  {
    ...known('empty-elements', 'empty elements of a list are skipped, or refused: names "MUST be non-empty"', (one) =>
      offer(`, ${one},`),
    ),
    answer: 'either',
    inspect: () => {},
  },
  malformed('blank-inside', 'two words'),
  malformed('quoted', '"quoted"'),
  malformed('at', 'ch@t'),
  malformed('slash', 'a/b'),
  malformed('equals', 'a=b'),
  malformed('non-ascii', 'caf\u00e9'),
  malformed('empty', ''),
  malformed('comma', ','),
  malformed('parenthesis', 'a(b)'),
  {
    ...known('twice', '"The elements … MUST all be unique strings": refused, or chosen once', (one) =>
      offer(`${one}, ${one}`),
    ),
    answer: 'either',
    inspect: () => {},
  },
  {
    name: 'hundred',
    says: 'a hundred unknown names',
    change: offer(Array.from({ length: 100 }, (_, at) => `name-${at}`).join(', ')),
    answer: 'accepted',
    inspect: none,
  },
];

function swapCase(name: string): string {
  return name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
}

const extensions = 'Sec-WebSocket-Extensions';
const extension = (name: string, value: string, says: string, answer: Vector['answer'] = 'accepted'): Vector => {
  return { name, section: '§9.1', says, change: { add: [[extensions, value]] }, answer, inspect: declined };
};
const declined = (response: HttpResponse) => {
  check(
    response.status !== 101 || !response.has(extensions),
    `agreed to ${JSON.stringify(response.all(extensions))} (§9.1)`,
  );
};
const broken = (name: string, value: string): Vector =>
  extension(name, value, `the malformed offer "${value}" is refused or declined`, 'either');

const extensionOffers: readonly Vector[] = [
  extension('unknown', 'x-no-such-thing', 'an unknown extension is declined'),
  extension('unknown-parameters', 'foo; a; b=c; d="e", bar; x=1', 'unknown extensions with parameters are declined'),
  extension('empty-elements', ', foo,, bar ,', 'empty elements of a list are skipped'),
  extension('quoted', 'foo; a="b"', 'a quoted token is understood'),
  {
    name: 'two-lines',
    section: '§9.1',
    says: 'the header "MAY be present multiple times"',
    change: {
      add: [
        [extensions, 'foo'],
        [extensions, 'bar; x'],
      ],
    },
    answer: 'accepted',
    inspect: declined,
  },
  {
    name: 'lower-name',
    section: '§9.1',
    says: 'the header name is in any case',
    change: { add: [[extensions.toLowerCase(), 'foo']] },
    answer: 'accepted',
    inspect: declined,
  },
  broken('empty', ''),
  broken('semicolon', 'foo;'),
  broken('only-semicolon', ';'),
  broken('no-name', '; a=b'),
  broken('no-value', 'foo; a='),
  broken('open-quote', 'foo; a="b'),
  broken('quoted-blank', 'foo; a="b c"'),
  broken('quoted-empty', 'foo; a=""'),
  broken('two-words', 'foo bar'),
  broken('equals', 'foo=bar'),
  broken('slash', 'foo/bar'),
  broken('at', 'f@o'),
  broken('double-equals', 'foo; a==b'),
  broken('non-ascii', 'caf\u00e9'),
];

/** RFC 7692 §7.1: offers of permessage-deflate that no server may accept. */
const deflate = [
  ['unknown-parameter', 'x=1'],
  ['window-too-small', 'server_max_window_bits=7'],
  ['window-too-big', 'server_max_window_bits=16'],
  ['window-leading-zero', 'server_max_window_bits=09'],
  ['window-without-value', 'server_max_window_bits'],
  ['window-no-number', 'server_max_window_bits=abc'],
  ['client-window-too-big', 'client_max_window_bits=16'],
  ['client-window-too-small', 'client_max_window_bits=7'],
  ['flag-with-value', 'server_no_context_takeover=1'],
  ['client-flag-with-value', 'client_no_context_takeover=true'],
  ['twice', 'server_no_context_takeover; server_no_context_takeover'],
  ['window-twice', 'server_max_window_bits=10; server_max_window_bits=11'],
].map(([name = '', parameters = '']): Vector => {
  return {
    name: `deflate-${name}`,
    section: 'RFC 7692 §7.1',
    says: `permessage-deflate; ${parameters} is declined or refused`,
    change: { add: [[extensions, `permessage-deflate; ${parameters}`]] },
    answer: 'either',
    inspect: declined,
  };
});

const needsRefusal: NonNullable<Vector['needs']> = ({ foreignOrigin }) =>
  foreignOrigin === 'refused' ? undefined : 'the endpoint accepts browsers from anywhere';
const foreign = (name: string, origin: string | ((server: ServerUnderTest) => string)): Vector => {
  return {
    name,
    says: `a browser from ${typeof origin === 'string' ? origin : name} is refused with 403`,
    change: (server) => ({ add: [['Origin', typeof origin === 'string' ? origin : origin(server)]] }),
    answer: [403],
    needs: needsRefusal,
  };
};

const origins: readonly Vector[] = [
  { name: 'none', says: 'a client without Origin is no browser, and accepted', change: {}, answer: 'accepted' },
  {
    name: 'same',
    says: 'a page of the same origin is accepted',
    change: (s) => ({ add: [['Origin', `http://${s.authority}`]] }),
    answer: 'accepted',
  },
  {
    name: 'same-upper',
    section: '§10.2',
    says: 'scheme and host of an origin are in any case',
    change: (s) => ({ add: [['Origin', `HTTP://${s.authority.toUpperCase()}`]] }),
    answer: 'either',
  },
  foreign('cross', 'http://evil.example'),
  foreign('cross-https', 'https://evil.example'),
  foreign('null', 'null'),
  foreign('other-port', (s) => `http://${s.host}:${s.port + 1}`),
  foreign('no-port', (s) => `http://${s.host}`),
  foreign('sub-domain', (s) => `http://evil.${s.authority}`),
  foreign('suffix', (s) => `http://${s.authority}.evil.example`),
  foreign('prefix-of-port', (s) => `http://${s.host}:${String(s.port).slice(0, -1)}`),
  foreign('user-info', (s) => `http://${s.authority}@evil.example`),
  foreign('no-url', 'nonsense'),
  foreign('file', 'file://'),
  {
    ...foreign('two', 'two origins'),
    change: (s) => ({
      add: [
        ['Origin', `http://${s.authority}`],
        ['Origin', 'http://evil.example'],
      ],
    }),
    answer: [400, 403],
  },
];

export const handshakeNegotiation: readonly ConformanceCase[] = [
  ...vectorsOf('subprotocol', '§4.2.2', subprotocols),
  ...vectorsOf('extension', '§9.1', [...extensionOffers, ...deflate]),
  ...vectorsOf('origin', '§10.2', origins),
];
