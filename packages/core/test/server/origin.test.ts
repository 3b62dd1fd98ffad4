import { describe, expect, it } from '@jest/globals';
import { hostOf, mayConnect } from '../../src/server/origin.js';
import type { ServerOptions } from '../../src/server/server-options.js';

describe('mayConnect', () => {
  it.each<[origin: string | undefined, host: string | undefined, allowed: ServerOptions['origins'], may: boolean]>([
    // A client that names no origin is no browser.
    [undefined, 'example.org', 'same', true],
    [undefined, undefined, [], true],
    ['https://example.org', 'example.org', 'same', true],
    ['http://example.org', 'example.org', 'same', true],
    ['https://EXAMPLE.org', 'example.ORG', 'same', true],
    ['http://localhost:3000', 'localhost:3000', 'same', true],
    ['http://localhost:3000', 'localhost:4000', 'same', false],
    ['http://localhost:3000', 'localhost', 'same', false],
    ['https://example.org', 'example.org:443', 'same', true],
    ['http://example.org', 'example.org:80', 'same', true],
    ['http://example.org', 'example.org:443', 'same', false],
    ['http://[::1]:3000', '[::1]:3000', 'same', true],
    ['https://evil.example', 'example.org', 'same', false],
    ['https://example.org.evil.example', 'example.org', 'same', false],
    ['https://evilexample.org', 'example.org', 'same', false],
    ['https://www.example.org', 'example.org', 'same', false],
    ['https://example.org', undefined, 'same', false],
    ['null', 'example.org', 'same', false],
    ['null', 'null', 'same', false],
    ['', 'example.org', 'same', false],
    ['file://', 'example.org', 'same', false],
    ['file://', '', 'same', false],
    ['https://evil.example', 'example.org', 'any', true],
    ['null', 'example.org', 'any', true],
    ['https://a.example', 'example.org', ['https://a.example', 'https://b.example'], true],
    ['https://B.example', 'example.org', ['https://a.example', 'https://b.example'], true],
    ['http://a.example', 'example.org', ['https://a.example'], false],
    ['https://a.example:8443', 'example.org', ['https://a.example'], false],
    ['https://example.org', 'example.org', ['https://a.example'], true],
    ['null', 'example.org', ['null'], true],
    ['https://evil.example', 'example.org', [], false],
  ])('origin %p, host %p, origins %p: %p', (origin, host, allowed, may) => {
    expect(mayConnect(origin, host, allowed)).toBe(may);
  });
});

describe('hostOf', () => {
  it.each([
    ['/echo', 'example.org:9000'],
    ['/http://other.example/', 'example.org:9000'],
    ['http://other.example/echo', 'other.example'],
    ['HTTPS://other.example:8443?x', 'other.example:8443'],
    ['*', undefined],
  ])('of the target %p is %p', (url, host) => {
    expect(
      hostOf({ method: 'GET', url, httpVersion: '1.1', headers: { host: 'example.org:9000' }, rawHeaders: [] }),
    ).toBe(host);
  });
});
