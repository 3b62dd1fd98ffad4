import { describe, expect, it } from '@jest/globals';
import { Route } from '../../src/server/route.js';

describe('a route', () => {
  it.each<[pattern: string, path: string, params: Record<string, string> | undefined]>([
    ['/', '/', {}],
    ['/', '/a', undefined],
    ['/echo', '/echo', {}],
    ['/echo', '/echo/', undefined],
    ['/echo', '/Echo', undefined],
    ['/echo', '/echo2', undefined],
    ['/echo', '/a/echo', undefined],
    ['/chat/:room', '/chat/lobby', { room: 'lobby' }],
    ['/chat/:room', '/chat/', undefined],
    ['/chat/:room', '/chat', undefined],
    ['/chat/:room', '/chat/a/b', undefined],
    ['/chat/:room', '/chat/a%2Fb%20%C3%A9', { room: 'a/b é' }],
    ['/chat/:room', '/chat/%E0%A4%A', undefined],
    ['/chat/:room', '/chat/%', undefined],
    ['/:a/:b', '/1/2', { a: '1', b: '2' }],
    ['/:a/x/:b', '/1/x/2', { a: '1', b: '2' }],
    ['/:__proto__', '/x', JSON.parse('{"__proto__":"x"}')],
    ['/files/*path', '/files/a/b%20c', { path: 'a/b c' }],
    ['/files/*path', '/files/', { path: '' }],
    ['/files/*path', '/files', undefined],
    ['/files/*path', '/files/%', undefined],
    ['/:user/*rest', '/u/a/b', { user: 'u', rest: 'a/b' }],
    ['/*all', '/', { all: '' }],
    ['/a.b+c(d)[e]{f}^$|\\/:x', '/a.b+c(d)[e]{f}^$|\\/1', { x: '1' }],
    ['/a.b/:x', '/aXb/1', undefined],
    ['/a.b', '/aXb', undefined],
    ['/%C3%A9', '/%C3%A9', {}],
    ['/é', '/%C3%A9', {}],
    ['/a b', '/a%20b', {}],
    ['/a%20b', '/a b', {}],
    ['/echo', '/%65cho', {}],
    ['/echo', '/%65cho%', undefined],
    ['/a/b', '/a%2Fb', undefined],
    ['/a%2Fb', '/a%2fb', {}],
    ['/%25', '/%25', {}],
    ['/%2525', '/%25', undefined],
    ['/what%3F', '/what%3f', {}],
    ['/%3Aroom', '/:room', {}],
    ['/%3Aroom', '/lobby', undefined],
    ['/größe/:in', '/gr%C3%B6%C3%9Fe/%25%2Fm', { in: '%/m' }],
    ['/files/*path', '/files/a%2Fb/%2565%0A', { path: 'a/b/%65\n' }],
  ])('%p and the path %p: %p', (pattern, path, params) => {
    expect(new Route(pattern).match(path)).toEqual(params);
  });

  it('is literal when it has no names', () => {
    expect(['/', '/a/b', '/a.b', '/:a', '/a/*b'].map((pattern) => new Route(pattern).isLiteral)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('shows its pattern', () => {
    expect(new Route('/a/:b').pattern).toBe('/a/:b');
  });

  it.each([
    '',
    'echo',
    'http://example.org/',
    '/a:b',
    '/:',
    '/*',
    '/:1',
    '/:a-b',
    '/a*',
    '/*rest/more',
    '/*rest/',
    '/:a/:a',
    '/:a/*a',
    '/a?b',
    '/a#b',
    '/:a?',
    '/%',
    '/%E0%A4%A/:a',
    5,
    undefined,
  ])('cannot be %p', (pattern) => {
    expect(() => new Route(pattern as string)).toThrow(
      expect.objectContaining({ name: 'UsageError', code: 'WS_USAGE_ROUTE' }),
    );
  });
});
