import { describe, expect, it } from '@jest/globals';
import {
  carriedOptions,
  carriedRoute,
  demandWebSocketClass,
  WebSocketRoute,
  type WebSocketClass,
} from '../../src/server/web-socket-route.js';
import { WebSocket } from '../../src/socket/web-socket.js';

@WebSocketRoute('/legacy', { maxMessageSize: 10 })
class Legacy extends WebSocket {}

class Plain extends WebSocket {}

describe('WebSocketRoute', () => {
  it('is a legacy decorator', () => {
    expect(carriedRoute(Legacy)).toEqual({ path: '/legacy', options: { maxMessageSize: 10 } });
    expect(carriedOptions(Legacy)).toEqual({ maxMessageSize: 10 });
  });

  it('is a standard decorator, which leaves the class as it is', () => {
    class Standard extends WebSocket {}
    const context = { kind: 'class', name: 'Standard', addInitializer() {}, metadata: {} };
    expect(WebSocketRoute('/standard')(Standard, context)).toBeUndefined();
    expect(carriedRoute(Standard)).toEqual({ path: '/standard', options: {} });
  });

  it('takes classes whose constructor wants dependencies', () => {
    @WebSocketRoute('/greet')
    class Greet extends WebSocket {
      constructor(readonly greeting: string) {
        super();
      }
    }
    expect(carriedRoute(Greet).path).toBe('/greet');
  });

  it('is the class’s own: one that extends it carries none', () => {
    class Derived extends Legacy {}
    expect(() => carriedRoute(Derived)).toThrow(expect.objectContaining({ code: 'WS_USAGE_ROUTE' }));
    expect(carriedOptions(Derived)).toEqual({});
  });

  it('is not for other classes', () => {
    class Other {}
    const decorate = WebSocketRoute('/other');
    expect(() => decorate(Other as unknown as WebSocketClass)).toThrow('the function Other');
  });
});

describe('a class without a route', () => {
  it('is told how to get one', () => {
    expect(() => carriedRoute(Plain)).toThrow(/the function Plain .*@WebSocketRoute/);
    expect(carriedOptions(Plain)).toEqual({});
  });
});

describe('demandWebSocketClass', () => {
  it.each([undefined, null, {}, () => undefined, class Other {}, new Plain(), 'Plain'])('refuses %p', (target) => {
    expect(() => demandWebSocketClass(target)).toThrow(expect.objectContaining({ code: 'WS_USAGE_ROUTE' }));
  });

  it('takes WebSocket and what extends it', () => {
    for (const target of [WebSocket, Plain, Legacy]) expect(() => demandWebSocketClass(target)).not.toThrow();
  });
});
