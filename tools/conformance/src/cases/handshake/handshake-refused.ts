// Requests that are not an opening handshake (§4.2.1: "the server MUST stop processing the client's handshake and return
// an HTTP response with an appropriate error code (such as 400 Bad Request)").
import type { ConformanceCase } from '../../conformance-case.js';
import { check } from '../../failure.js';
import { type Vector, vectorsOf } from './handshake-vector.js';

const section = '§4.2.1';
const upgrade = (value: string, name: string): Vector => {
  return {
    name: `upgrade-${name}`,
    says: `Upgrade: ${value} is no WebSocket`,
    change: { set: { Upgrade: value } },
    answer: 'refused',
  };
};
const connection = (value: string, name: string): Vector => {
  return {
    name: `connection-${name}`,
    says: `Connection: ${value} is no upgrade`,
    change: { set: { Connection: value } },
    answer: 'refused',
  };
};

const fields: readonly Vector[] = [
  { name: 'no-upgrade', says: 'no Upgrade header', change: { without: ['Upgrade'] }, answer: 'refused' },
  { name: 'no-connection', says: 'no Connection header', change: { without: ['Connection'] }, answer: 'refused' },
  {
    name: 'neither',
    says: 'neither Upgrade nor Connection',
    change: { without: ['Upgrade', 'Connection'] },
    answer: 'refused',
  },
  upgrade('websockets', 'longer'),
  upgrade('web-socket', 'hyphen'),
  upgrade('xwebsocket', 'prefix'),
  upgrade('web socket', 'blank'),
  upgrade('h2c', 'h2c'),
  upgrade('', 'empty'),
  connection('keep-alive', 'keep-alive'),
  connection('close', 'close'),
  connection('Upgraded', 'longer'),
  connection('x-upgrade', 'prefix'),
  connection('Up grade', 'blank'),
  connection('', 'empty'),
  { name: 'no-host', says: 'no Host header', change: { without: ['Host'] }, answer: [400] },
  {
    name: 'two-hosts',
    section: 'RFC 9112 §3.2',
    says: 'two Host headers',
    change: { add: [['Host', 'example.com']] },
    answer: [400],
  },
  {
    name: 'host-blank',
    section: 'RFC 9112 §3.2',
    says: 'a blank in Host',
    change: { set: { Host: 'a b' } },
    answer: [400],
  },
  {
    name: 'host-path',
    section: 'RFC 9112 §3.2',
    says: 'a path in Host',
    change: { set: { Host: 'example.com/x' } },
    answer: [400],
  },
  {
    name: 'host-user',
    section: 'RFC 9112 §3.2',
    says: 'a user in Host',
    change: { set: { Host: 'user@example.com' } },
    answer: [400],
  },
  {
    name: 'host-empty',
    section: 'RFC 9112 §3.2',
    says: 'an empty Host',
    change: { set: { Host: '' } },
    answer: 'either',
  },
  { name: 'nothing', says: 'only a request line', change: { lines: () => [] }, answer: 'refused' },
];

const notGet = ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE'].map((method): Vector => {
  return {
    name: method.toLowerCase(),
    says: `${method} is refused: "The method of the request MUST be GET"`,
    change: { method },
    answer: [400, 403, 404, 405, 501],
  };
});

const start: readonly Vector[] = [
  ...notGet,
  {
    name: 'connect',
    says: 'CONNECT is refused: "The method of the request MUST be GET"',
    change: ({ authority }) => ({ method: 'CONNECT', target: authority }),
    answer: [400, 403, 404, 405, 501],
  },
  {
    name: 'post-405',
    section: 'RFC 9110 §15.5.6',
    says: 'POST is refused with 405, which names GET in Allow',
    change: { method: 'POST', add: [['Content-Length', '0']] },
    answer: [405],
    inspect: (response) => check(response.tokens('Allow').includes('GET'), 'a 405 without Allow: GET'),
  },
  {
    name: 'get-lower',
    section: 'RFC 9110 §9.1',
    says: 'methods are case-sensitive: "get" is none',
    change: { method: 'get' },
    answer: [400, 405, 501],
  },
  { name: 'unknown-method', says: 'a method nobody knows', change: { method: 'FROB' }, answer: [400, 405, 501] },
  { name: 'no-method', says: 'no method', change: { method: '' }, answer: [400, 501] },
  {
    name: 'http-1.0',
    says: '"an HTTP/1.1 or higher GET request": HTTP/1.0 is refused',
    change: { version: 'HTTP/1.0' },
    answer: [400, 426, 505],
  },
  { name: 'http-0.9', says: 'HTTP/0.9 is refused', change: { version: 'HTTP/0.9' }, answer: [400, 426, 505] },
  {
    name: 'http-2.0',
    says: 'HTTP/2.0 on the line of HTTP/1.1 is refused',
    change: { version: 'HTTP/2.0' },
    answer: [400, 426, 505],
  },
  {
    name: 'http-lower',
    section: 'RFC 9112 §2.3',
    says: '"http/1.1" is no version',
    change: { version: 'http/1.1' },
    answer: [400, 505],
  },
  {
    name: 'http-11',
    section: 'RFC 9112 §2.3',
    says: '"HTTP/11" is no version',
    change: { version: 'HTTP/11' },
    answer: [400, 505],
  },
  {
    name: 'no-version',
    section: 'RFC 9112 §3',
    says: 'a line without a version',
    change: { version: '' },
    answer: [400, 505],
  },
];

const targets: readonly Vector[] = [
  {
    name: 'unknown',
    section: '§4.2.2',
    says: 'a resource that does not exist is 404',
    change: (s) => ({ target: `${s.path}/no-such-thing-here` }),
    answer: [404, 400],
  },
  {
    name: 'asterisk',
    section: 'RFC 9112 §3.2.4',
    says: '"*" is no resource',
    change: { target: '*' },
    answer: 'refused',
  },
  {
    name: 'authority',
    section: 'RFC 9112 §3.2.3',
    says: 'an authority is no resource',
    change: (s) => ({ target: s.authority }),
    answer: 'refused',
  },
  {
    name: 'no-slash',
    section: 'RFC 9112 §3.2.1',
    says: 'a path without its slash',
    change: (s) => ({ target: s.path.slice(1) }),
    answer: 'refused',
  },
  {
    name: 'blank',
    section: 'RFC 9112 §3.2',
    says: 'a blank in the target',
    change: (s) => ({ target: `${s.path} x` }),
    answer: 'refused',
  },
  { name: 'empty', section: 'RFC 9112 §3', says: 'no target', change: { target: '' }, answer: 'refused' },
  {
    name: 'other-scheme',
    says: 'an absolute URI that is not HTTP',
    change: (s) => ({ target: `ftp://${s.authority}${s.path}` }),
    answer: 'either',
  },
  {
    name: 'fragment',
    section: '§3',
    says: '"Fragment identifiers are meaningless … and MUST NOT be used"',
    change: (s) => ({ target: `${s.path}#x` }),
    answer: 'either',
  },
  {
    name: 'bad-percent',
    section: 'RFC 3986 §2.1',
    says: 'a broken percent-encoding',
    change: (s) => ({ target: `${s.path}?%zz` }),
    answer: 'either',
  },
  {
    name: 'bad-percent-path',
    section: 'RFC 3986 §2.1',
    says: 'a broken percent-encoding in the path',
    change: (s) => ({ target: `${s.path}%zz` }),
    answer: 'refused',
  },
  {
    name: 'dots',
    says: 'dots in a path do not lead out',
    change: (s) => ({ target: `/../..${s.path}/../../x` }),
    answer: 'refused',
  },
  {
    name: 'long',
    section: 'RFC 9112 §3',
    says: 'a target of 100,000 bytes',
    change: (s) => ({ target: `${s.path}?${'x'.repeat(100_000)}` }),
    answer: 'refused',
  },
];

export const handshakeRefused: readonly ConformanceCase[] = [
  ...vectorsOf('field', section, fields),
  ...vectorsOf('start', section, start),
  ...vectorsOf('target', section, targets),
];
