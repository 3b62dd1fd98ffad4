import { describe, expect, it } from '@jest/globals';
import type { ClientOptions } from '../../src/client/client-options.js';
import { readHeaders } from '../../src/client/request-headers.js';
import { expectUsageError } from '../support/expectations.js';

type Given = ClientOptions['headers'];

describe('readHeaders', () => {
  it.each<[string, Given, ReturnType<typeof readHeaders>]>([
    ['nothing', {}, {}],
    ['an object', { 'X-A': '1', cookie: ['a=1', 'b=2'] }, { 'x-a': '1', cookie: ['a=1', 'b=2'] }],
    ['names that differ in case alone', { 'X-A': '1', 'x-a': ['2', '3'] }, { 'x-a': ['1', '2', '3'] }],
    ['a list of one, and of none', { 'x-a': ['1'], 'x-b': [] }, { 'x-a': '1', 'x-b': [] }],
    [
      'pairs',
      [
        ['X-A', '1'],
        ['X-A', '2'],
      ],
      { 'x-a': ['1', '2'] },
    ],
    ['a Map', new Map([['X-A', '1']]), { 'x-a': '1' }],
    ['a Headers', new Headers({ 'X-A': '1', cookie: 'a=1' }), { 'x-a': '1', cookie: 'a=1' }],
    ['a host', { Host: 'example.org' }, { host: 'example.org' }],
  ])('takes %s', (_what, given, read) => {
    expect(readHeaders(given)).toEqual(read);
  });

  it.each<[string, unknown]>([
    ...['Upgrade', 'CONNECTION', 'Sec-WebSocket-Key', 'sec-websocket-whatever'].map((name): [string, unknown] => [
      name,
      { [name]: 'x' },
    ]),
    // Node would write the end of a body behind the head, which the server reads as frames.
    ['Transfer-Encoding', { 'Transfer-Encoding': 'chunked' }],
    ['Content-Length', new Map([['Content-Length', '0']])],
    ['Expect', [['expect', '100-continue']]],
    ['Trailer', { trailer: 'x' }],
    ['two hosts', { host: ['a', 'b'] }],
    ['two hosts by case', { host: 'a', Host: 'b' }],
    ['no host', { host: [] }],
    ['a name that is no token', { 'a b': 'x' }],
    ['a value that is no string', { a: 1 }],
    ['no value', { a: undefined }],
    ['a line break', { a: ['x', 'y\r\nb: z'] }],
    ['a character that no header has', { a: '日' }],
    ['a list of no pairs', ['a: b']],
    ['half a pair', [['a']]],
  ])('refuses %s', (_what, given) => {
    expectUsageError(() => readHeaders(given as Given), 'WS_USAGE_HEADER');
  });
});
