// The server: a page for people, and the sockets that it talks to.
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { attach, type Attachment } from '@ws4ts/http';
import type { Settings } from './settings.js';
import { Chat, Echo } from './sockets.js';

const PAGE = new URL('../public/index.html', import.meta.url);
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:",
};

/** A running demo. */
export interface Demo {
  readonly url: string;
  /** Drains and stops. */
  stop(): Promise<void>;
}

/** Starts the demo; rejects with Node's own error when the port cannot be had. */
export async function startDemo({ host, port, options, subprotocols, drainJitter }: Settings): Promise<Demo> {
  const page = await readFile(PAGE);
  const server = createServer((request, response) => answer(request, response, page, sockets));
  const echo = attach(server, { '/echo': Echo }, { ...options, subprotocols });
  const chat = attach(server, [Chat], options);
  const sockets = [echo, chat];
  await listen(server, host, port);
  const address = server.address();
  const at = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${at}/`,
    async stop() {
      // It goes on listening while it drains: a probe is told 503, and so is who would connect.
      const drain = { code: 1001, reason: 'the server is shutting down', jitter: drainJitter };
      await Promise.all(sockets.map((attachment) => attachment.close(drain)));
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  page: Buffer,
  sockets: readonly Attachment[],
): void {
  const [path] = (request.url ?? '/').split('?');
  if (path === '/' && (request.method === 'GET' || request.method === 'HEAD')) {
    response.writeHead(200, HEADERS).end(page);
    return;
  }
  if (path === '/ready') {
    const isDraining = sockets.some((attachment) => attachment.isDraining);
    response.writeHead(isDraining ? 503 : 200, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(isDraining ? 'draining\n' : 'ready\n');
    return;
  }
  const attachment = sockets.find((one) => one.handles(request.url ?? '/'));
  if (attachment !== undefined) attachment.answer(request, response);
  else response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('there is nothing here; try /\n');
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
