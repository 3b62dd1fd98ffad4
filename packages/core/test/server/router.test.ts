import { describe, expect, it } from '@jest/globals';
import { Route } from '../../src/server/route.js';
import { createEndpoint, Router, type Routes } from '../../src/server/router.js';
import { WebSocketRoute } from '../../src/server/web-socket-route.js';
import { WebSocket } from '../../src/socket/web-socket.js';

class One extends WebSocket {}
class Two extends WebSocket {}
class Three extends WebSocket {}

@WebSocketRoute('/chat/:room', { subprotocols: ['chat'], maxMessageSize: 10 })
class Chat extends WebSocket {}

@WebSocketRoute('/news')
class News extends WebSocket {}

function found(router: Router, path: string): unknown {
  const match = router.match(path);
  return match && [match.endpoint.target, match.params];
}

describe('a router', () => {
  it('finds literal routes before patterns, and patterns in their order', () => {
    const router = new Router({ '/*all': One, '/a/:b': Two, '/a/b': Three }, {});
    expect(found(router, '/a/b')).toEqual([Three, {}]);
    expect(found(router, '/a/c')).toEqual([One, { all: 'a/c' }]);
    const other = new Router({ '/a/:b': Two, '/*all': One }, {});
    expect(found(other, '/a/c')).toEqual([Two, { b: 'c' }]);
    expect(found(other, '/a/c/d')).toEqual([One, { all: 'a/c/d' }]);
  });

  it('finds nothing for broken percent-encoding', () => {
    expect(found(new Router({ '/:a': One, '/*all': Two }, {}), '/%')).toBeUndefined();
  });

  it('compares what the percent-encoding stands for', () => {
    const router = new Router({ '/größe': One, '/%3Aa': Two, '/:a': Three }, {});
    expect(found(router, '/gr%C3%B6%C3%9Fe')).toEqual([One, {}]);
    expect(found(router, '/%3aa')).toEqual([Two, {}]);
    expect(found(router, '/%25')).toEqual([Three, { a: '%' }]);
  });

  it('finds nothing where there is nothing', () => {
    expect(new Router({}, {}).match('/')).toBeUndefined();
    expect(new Router({ '/a': One }, {}).match('/__proto__')).toBeUndefined();
  });

  it('lists its endpoints in the order in which they were given', () => {
    const { endpoints } = new Router({ '/*all': One, '/a': Two, '/:b': Three }, {});
    expect(endpoints.map(({ route, target }) => [route.pattern, target])).toEqual([
      ['/*all', One],
      ['/a', Two],
      ['/:b', Three],
    ]);
  });

  it('takes classes that carry their routes', () => {
    const router = new Router([Chat, News], {});
    expect(found(router, '/chat/lobby')).toEqual([Chat, { room: 'lobby' }]);
    expect(found(router, '/news')).toEqual([News, {}]);
  });

  it('puts the options of a class before the server’s, wherever its path is from', () => {
    for (const router of [new Router([Chat, News], { maxMessageSize: 5, closeTimeout: 7 })]) {
      expect(router.match('/chat/x')!.endpoint.options).toMatchObject({
        maxMessageSize: 10,
        closeTimeout: 7,
        subprotocols: ['chat'],
      });
      expect(router.match('/news')!.endpoint.options).toMatchObject({ maxMessageSize: 5, subprotocols: [] });
    }
    const listed = new Router({ '/talk': Chat }, { maxMessageSize: 5 });
    expect(listed.match('/talk')!.endpoint.options.maxMessageSize).toBe(10);
    expect(listed.match('/chat/x')).toBeUndefined();
  });

  it.each<[what: string, routes: unknown, options: object, code: string]>([
    ['a class without a route', [One], {}, 'WS_USAGE_ROUTE'],
    ['the same class twice', [News, News], {}, 'WS_USAGE_ROUTE'],
    ['the same pattern twice', [Chat, Chat], {}, 'WS_USAGE_ROUTE'],
    ['the same path in other words', { '/é': One, '/%C3%A9': Two }, {}, 'WS_USAGE_ROUTE'],
    ['no routes', undefined, {}, 'WS_USAGE_ROUTE'],
    ['a class for routes', One, {}, 'WS_USAGE_ROUTE'],
    ['options that are none', {}, null!, 'WS_USAGE_OPTION'],
    ['a number for options', {}, 5 as never, 'WS_USAGE_OPTION'],
    ['a path without a slash', { echo: One }, {}, 'WS_USAGE_ROUTE'],
    ['no class', { '/': {} }, {}, 'WS_USAGE_ROUTE'],
    ['an unknown option', {}, { maxSize: 5 }, 'WS_USAGE_OPTION'],
    ['a bad option', { '/': One }, { maxMessageSize: 0 }, 'WS_USAGE_OPTION'],
  ])('refuses %s', (_, routes, options, code) => {
    expect(() => new Router(routes as Routes, options)).toThrow(expect.objectContaining({ name: 'UsageError', code }));
  });

  it('refuses a bad option that a class carries', () => {
    class Bad extends WebSocket {}
    WebSocketRoute('/bad', { closeTimeout: 0 })(Bad);
    expect(() => new Router([Bad], {})).toThrow('closeTimeout must be');
  });
});

describe('createEndpoint', () => {
  it('puts what the class carries before the options, and the defaults behind them', () => {
    const { target, route, options } = createEndpoint(new Route('/here'), Chat, {
      maxMessageSize: 20,
      closeTimeout: 30,
    });
    expect([target, route.pattern]).toEqual([Chat, '/here']);
    expect(options).toMatchObject({ maxMessageSize: 10, closeTimeout: 30, handshakeTimeout: 10_000 });
  });
});
