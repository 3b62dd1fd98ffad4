// Requests that a server must understand, however they are written (§4.1, §4.2.1, RFC 9112).
import type { ConformanceCase } from '../../conformance-case.js';
import { check } from '../../failure.js';
import type { ServerUnderTest } from '../../server-under-test.js';
import { acceptFor } from '../../wire/upgrade-request.js';
import { type Vector, vectorsOf } from './handshake-vector.js';

const section = '§4.2.1';
const renamed = (rename: (name: string) => string) => (lines: string[]) =>
  lines.map((line) => line.replace(/^[^:]+/, rename));
const spacedLine = (line: string, before: string, after: string) =>
  line.replace(/: (.*)$/, (_, value: string) => `:${before}${value}${after}`);
const spaced = (before: string, after: string) => (lines: string[]) =>
  lines.map((line) => spacedLine(line, before, after));

const names: readonly Vector[] = [
  { name: 'plain', says: 'the plain handshake', change: {}, answer: 'accepted' },
  {
    name: 'lower',
    says: 'header names in lower case',
    change: { lines: renamed((n) => n.toLowerCase()) },
    answer: 'accepted',
  },
  {
    name: 'upper',
    says: 'header names in upper case',
    change: { lines: renamed((n) => n.toUpperCase()) },
    answer: 'accepted',
  },
  {
    name: 'mixed',
    says: 'header names in mixed case',
    change: {
      lines: renamed((n) => n.replaceAll(/./g, (c, at: number) => (at % 2 ? c.toUpperCase() : c.toLowerCase()))),
    },
    answer: 'accepted',
  },
  {
    name: 'reversed',
    says: 'headers in another order',
    change: { lines: (lines) => lines.toReversed() },
    answer: 'accepted',
  },
  { name: 'no-blanks', says: 'no blank after the colon', change: { lines: spaced('', '') }, answer: 'accepted' },
  { name: 'blanks', says: 'blanks around the values', change: { lines: spaced('   ', '  ') }, answer: 'accepted' },
  {
    name: 'tabs',
    says: 'tabs around the values',
    change: {
      lines: (lines) => lines.map((line) => (line.startsWith('Connection') ? line : spacedLine(line, '\t', ' \t'))),
    },
    answer: 'accepted',
  },
  {
    name: 'others',
    says: 'headers nobody knows',
    change: {
      add: [
        ['X-One', '1'],
        ['x_two', ''],
        ['Sec-WebSocket-Foo', 'bar'],
      ],
    },
    answer: 'accepted',
  },
  {
    name: 'cookies',
    says: 'cookies, authorization, a user agent',
    change: {
      add: [
        ['Cookie', 'a=b; c="d"'],
        ['Authorization', 'Basic eA=='],
        ['User-Agent', 'x/1 (y; z)'],
      ],
    },
    answer: 'accepted',
  },
  {
    name: 'fifty',
    says: 'fifty more headers',
    change: { add: Array.from({ length: 50 }, (_, at) => [`X-${at}`, `${at}`] as const) },
    answer: 'accepted',
  },
  {
    name: 'long',
    says: 'a header of 4,000 bytes',
    change: { add: [['X-Long', 'y'.repeat(4000)]] },
    answer: 'accepted',
  },
  {
    name: 'latin1',
    section: 'RFC 9110 §5.5',
    says: 'bytes above 127 in another header',
    change: { add: [['X-Name', 'J\u00fcrgen']] },
    answer: 'either',
  },
];

const upgrade = (value: string, name: string, answer: Vector['answer'] = 'accepted'): Vector => {
  return { name: `upgrade-${name}`, says: `Upgrade: ${value}`, change: { set: { Upgrade: value } }, answer };
};
const connection = (value: string, name: string): Vector => {
  return {
    name: `connection-${name}`,
    says: `Connection: ${value}`,
    change: { set: { Connection: value } },
    answer: 'accepted',
  };
};

/** §4.2.1: Upgrade contains "websocket", Connection includes the token "Upgrade", both in any case. */
const values: readonly Vector[] = [
  upgrade('WebSocket', 'capitals'),
  upgrade('WEBSOCKET', 'upper'),
  upgrade('wEbSoCkEt', 'mixed'),
  upgrade('websocket, foo/2', 'first-of-two'),
  upgrade('h2c, websocket', 'second-of-two'),
  upgrade('websocket/13', 'with-version', 'either'),
  connection('upgrade', 'lower'),
  connection('UPGRADE', 'upper'),
  connection('keep-alive, Upgrade', 'second'),
  connection('Upgrade, keep-alive', 'first'),
  connection('keep-alive,upgrade,x', 'no-blanks'),
  connection('keep-alive\t, \tUpgrade', 'tabs'),
  // RFC 9110 §5.5: the tab is no part of the value.
  connection('Upgrade\t', 'trailing-tab'),
  connection(', Upgrade', 'empty-first'),
  connection('Upgrade ,, ', 'empty-last'),
  {
    name: 'connection-two-lines',
    says: 'two Connection headers are one list',
    change: { set: { Connection: 'keep-alive' }, add: [['Connection', 'Upgrade']] },
    answer: 'accepted',
  },
  {
    name: 'connection-two-lines-first',
    says: 'two Connection headers, the first with Upgrade',
    change: { add: [['Connection', 'keep-alive']] },
    answer: 'accepted',
  },
];

const targets: readonly Vector[] = [
  { name: 'query', says: 'a query', change: (s) => ({ target: `${s.path}?a=b&c=%20` }), answer: 'accepted' },
  { name: 'empty-query', says: 'an empty query', change: (s) => ({ target: `${s.path}?` }), answer: 'accepted' },
  {
    name: 'absolute-http',
    says: 'an absolute http URI',
    change: (s) => ({ target: `http://${s.authority}${s.path}` }),
    answer: 'accepted',
  },
  {
    name: 'absolute-query',
    says: 'an absolute URI with a query',
    change: (s) => ({ target: `http://${s.authority}${s.path}?x` }),
    answer: 'accepted',
  },
  {
    name: 'absolute-https',
    says: 'an absolute https URI',
    change: (s) => ({ target: `https://${s.authority}${s.path}` }),
    answer: 'either',
  },
  {
    name: 'long-query',
    says: 'a query of 2,000 bytes',
    change: (s) => ({ target: `${s.path}?q=${'x'.repeat(2000)}` }),
    answer: 'accepted',
  },
  {
    name: 'leading-crlf',
    section: 'RFC 9112 §2.2',
    says: 'an empty line before the request line',
    change: { method: '\r\nGET' },
    answer: 'accepted',
  },
  {
    name: 'http-1.2',
    section: 'RFC 9110 §2.5',
    says: 'HTTP/1.2, a higher minor version',
    change: { version: 'HTTP/1.2' },
    answer: 'either',
  },
  {
    name: 'host-name',
    says: 'another name in Host',
    change: (s) => ({ set: { Host: `example.com:${s.port}` } }),
    answer: 'either',
  },
];

const keys = [
  'dGhlIHNhbXBsZSBub25jZQ==',
  'AAAAAAAAAAAAAAAAAAAAAA==',
  '/////////////////////w==',
  '+/+/+/+/+/+/+/+/+/+/+w==',
  'AQIDBAUGBwgJCgsMDQ4PEA==',
  'x3JJHMbDL1EzLkh9GBhXDw==',
];

const accepts = keys.map((key, at): ConformanceCase => {
  return {
    id: `handshake.accept.${at + 1}`,
    section: '§4.2.2',
    says: `the accept value of the key ${key} is ${acceptFor(key)}`,
    async run(server: ServerUnderTest) {
      const { peer, response } = await server.handshake({ set: { 'Sec-WebSocket-Key': key } });
      const due = at === 0 ? 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=' : acceptFor(key);
      check(response.all('Sec-WebSocket-Accept')[0] === due, 'not the accept value of §1.3');
      await peer.closeCleanly();
    },
  };
});

const blanksAroundKey: ConformanceCase = {
  id: 'handshake.accept.blanks',
  section: '§4.2.2',
  says: 'the accept value is made "with any leading and trailing whitespace removed"',
  async run(server) {
    const peer = await server.open({
      lines: (lines) => lines.map((line) => (line.startsWith('Sec-') ? spacedLine(line, '  \t', ' \t ') : line)),
    });
    await peer.closeCleanly();
  },
};

export const handshakeAccepted: readonly ConformanceCase[] = [
  ...vectorsOf('headers', section, [...names, ...values]),
  ...vectorsOf('target', section, targets),
  ...accepts,
  blanksAroundKey,
];
