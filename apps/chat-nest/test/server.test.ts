import { Stage } from './support/stage.js';

const stage = new Stage();

test.each([
  ['/', 'text/html; charset=utf-8'],
  ['/main.js', 'text/javascript; charset=utf-8'],
  ['/envelopes.js', 'text/javascript; charset=utf-8'],
  ['/view.js', 'text/javascript; charset=utf-8'],
  ['/style.css', 'text/css; charset=utf-8'],
  ['/icon.svg', 'image/svg+xml'],
])('%s is %s, and needs nothing from elsewhere', async (path, type) => {
  const response = await stage.stranger().request(path);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('x-powered-by')).toBeNull();
  expect(await response.text()).not.toMatch(/(src|href|url|from)\s*[=(]?\s*["']?(https?:)?\/\//);
});

test.each([
  ['/nowhere', 'GET', 404],
  ['/src/main.ts', 'GET', 404],
  ['/%2e%2e/package.json', 'GET', 404],
  ['/sign-in', 'GET', 404],
  ['/rooms/lobby', 'GET', 426],
])('%s by %s is answered %d', async (path, method, status) => {
  expect((await stage.stranger().request(path, { method })).status).toBe(status);
});
