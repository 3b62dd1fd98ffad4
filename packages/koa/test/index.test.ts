import * as koa from '../src/index.js';

test('the public names', () => {
  expect(Object.keys(koa)).toEqual(['KoaWebSocket', 'attach', 'webSocket']);
});
