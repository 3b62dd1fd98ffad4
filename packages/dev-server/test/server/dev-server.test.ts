// Who may do what with a running server.
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect, HandshakeError, silentLogger, UsageError } from '@ws4ts/core';
import { startDevServer, type DevServer } from '../../src/index.js';
import { RelayPage } from '../support/relay-page.js';
import { serve } from '../support/served.js';

interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks a server as any client would. */
function get(server: DevServer, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(server.url.replace('ws', 'http') + path, { headers, method, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.on('error', reject).end();
  });
}

/** The status of a handshake: 101 when there is a socket. */
async function handshake(server: DevServer, path: string, headers: Record<string, string> = {}): Promise<number> {
  try {
    const socket = await connect(server.url + path, { headers, logger: silentLogger });
    socket.terminate();
    return 101;
  } catch (error) {
    return (error as HandshakeError).status;
  }
}

const pagePath = (server: DevServer): string => server.pageUrl.slice(server.url.length + 2);

test('the page is there for who has the token, and then by its cookie', async () => {
  const server = await serve();
  const page = await get(server, pagePath(server));
  expect(page.status).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self' 'sha256-/);
  const cookie = page.headers['set-cookie']![0]!;
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
  const again = { cookie: cookie.split(';')[0]! };
  expect((await get(server, '/', again)).status).toBe(200);
  expect((await get(server, '/__ws4ts/icon.svg', again)).headers['content-type']).toBe('image/svg+xml');
  for (const name of ['preact', 'preact/hooks', 'htm', 'uplot']) {
    const library = await get(server, `/__ws4ts/modules/${name}`, again);
    expect(library.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(library.body).toContain('export');
  }
  expect((await get(server, '/__ws4ts/modules/uplot.css', again)).headers['content-type']).toBe(
    'text/css; charset=utf-8',
  );
  expect((await get(server, '/', again, 'HEAD')).body).toBe('');
});

test.each([
  '/__ws4ts/nothing.js',
  '/__ws4ts/../package.json',
  '/__ws4ts/%2e%2e/package.json',
  '/__ws4ts/modules/jiti',
  '/__ws4ts/',
])('%s is nothing', async (path) => {
  const server = await serve({ token: 'well-kept' });
  expect((await get(server, `${path}?token=well-kept`)).status).toBe(404);
});

test('without the token nothing of the page is there', async () => {
  const server = await serve();
  for (const path of [
    '/',
    '/?token=wrong',
    '/__ws4ts/icon.svg',
    '/__ws4ts/recording.ndjson',
    '/__ws4ts/modules/preact',
  ]) {
    expect((await get(server, path)).status).toBe(403);
  }
  expect(await handshake(server, '/__ws4ts/relay')).toBe(403);
  expect(await handshake(server, '/__ws4ts/relay?token=wrong')).toBe(403);
});

test('a page of another origin can neither connect nor read, even with the cookie', async () => {
  const server = await serve({ token: 'well-kept' });
  const cookie = (await get(server, pagePath(server))).headers['set-cookie']![0]!.split(';')[0]!;
  for (const origin of ['https://evil.example', 'http://127.0.0.1:1', 'http://localhost:9000', 'null']) {
    expect(await handshake(server, '/__ws4ts/relay', { cookie, origin })).toBe(403);
    expect(await handshake(server, '/__ws4ts/relay?token=well-kept', { origin })).toBe(403);
    expect(await handshake(server, '/echo', { origin })).toBe(403);
    expect((await get(server, '/__ws4ts/recording.ndjson', { cookie, origin })).status).toBe(403);
    expect((await get(server, '/?token=well-kept', { origin })).status).toBe(403);
  }
  for (const site of ['cross-site', 'same-site']) {
    expect((await get(server, '/__ws4ts/recording.ndjson', { cookie, 'sec-fetch-site': site })).status).toBe(403);
  }
  const own = server.url.replace('ws', 'http');
  expect(await handshake(server, '/__ws4ts/relay?token=well-kept', { origin: own })).toBe(101);
  expect(await handshake(server, '/__ws4ts/relay', { cookie, origin: own })).toBe(403);
  expect((await get(server, '/__ws4ts/recording.ndjson', { cookie })).status).toBe(403);
  expect(await handshake(server, '/echo', { origin: own })).toBe(101);
});

test('a name that leads here by a trick is refused everywhere', async () => {
  const server = await serve({ token: 'well-kept' });
  const host = `evil.example:${new URL(server.url).port}`;
  const headers = { host, origin: `http://${host}` };
  for (const path of ['/echo', '/nowhere', '/__ws4ts/relay?token=well-kept']) {
    expect(await handshake(server, path, headers)).toBe(403);
  }
  for (const path of ['/?token=well-kept', '/__ws4ts/icon.svg?token=well-kept', '/nowhere', '/echo']) {
    expect((await get(server, path, { host })).status).toBe(403);
  }
});

test('origins that are allowed may use the routes, and not the relay', async () => {
  const origin = 'http://localhost:5173';
  const server = await serve({ token: 'well-kept', server: { origins: [origin] } });
  expect(await handshake(server, '/echo', { origin })).toBe(101);
  expect(await handshake(server, '/__ws4ts/relay?token=well-kept', { origin })).toBe(403);
});

test('who listens for other machines has to give a token', async () => {
  await expect(startDevServer({ host: '0.0.0.0', port: 0 })).rejects.toThrow(UsageError);
  const server = await serve({ host: '0.0.0.0', token: 'well-kept' });
  expect(await handshake(server, '/echo')).toBe(101);
});

// `--token ""` let everyone in.
test.each(['', 'short'])('the token %j keeps nobody out, and is refused', async (token) => {
  await expect(startDevServer({ host: '0.0.0.0', port: 0, token })).rejects.toThrow(UsageError);
});

test('people without the token are told by a page where it is', async () => {
  const server = await serve();
  const page = await get(server, '/', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
  expect(page).toMatchObject({ status: 403, headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(page.body).toMatch(/^<!doctype html>[^]*<code>\?token=…<\/code>/);
});

test('what is logged of a refusal has no token in it, and a plain request is no handshake', async () => {
  const lines: string[] = [];
  const logger = { warn: (line: string) => void lines.push(line), error: (line: string) => void lines.push(line) };
  const server = await serve({ token: 'well-kept', logger });
  await handshake(server, '/__ws4ts/relay?token=well-kept', { host: 'evil.example' });
  await handshake(server, '/nowhere?token=well-kept');
  await get(server, '/nowhere?token=well-kept');
  expect(lines.join('\n')).not.toContain('well-kept');
  expect(lines[2]).toMatch(/^answered GET \/nowhere with 404: /);
});

test('plain requests get what they lack', async () => {
  const server = await serve();
  expect((await get(server, '/echo')).status).toBe(426);
  expect((await get(server, '/nowhere')).status).toBe(404);
  expect(await get(server, pagePath(server), {}, 'POST')).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD' },
  });
});

test('a port that is taken is told by the error of Node', async () => {
  const server = await serve();
  await expect(startDevServer({ port: Number(new URL(server.url).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('stopping closes clients and pages with 1001, and is done once', async () => {
  const server = await serve();
  const page = await RelayPage.open(server);
  const client = await connect(`${server.url}/echo`, { logger: silentLogger });
  expect(server.stop()).toBe(server.stop());
  await server.stop();
  await client.whenClosed;
  expect(client.closeCode).toBe(1001);
  await page.close().catch(() => undefined);
});
