// Opens a client's connection: dials, follows redirects, checks the answer, and makes the socket.
import type { Agent, IncomingMessage } from 'node:http';
import { planCompression } from '../options/compression-options.js';
import { resolveOptions } from '../options/option-table.js';
import { answeredHeaders, badAnswer, drawKey, openingHeaders } from '../handshake/client-handshake.js';
import { WebSocket } from '../socket/web-socket.js';
import { HandshakeError, UsageError } from '../vocabulary/errors.js';
import { CLIENT_OPTIONS, type ClientOptions } from './client-options.js';
import { dial, readBody } from './dial.js';
import { openClient } from './open-client.js';
import { proxyAgent } from './proxy.js';
import { followRedirects, type Approach } from './redirects.js';
import { readHeaders } from './request-headers.js';
import { readTarget } from './target.js';

/** A class of client sockets: made with `new` and no arguments. */
export type ClientClass<Socket extends WebSocket> = new () => Socket;

/**
 * Connects to a server. Without a class the socket is to be asked: `receive()`, `for await`. With a class its hooks are called,
 * from `opened` on, as on a server.
 *
 * Rejects with a UsageError for a URL or an option that is no good; with a HandshakeError that carries the status, headers and
 * body of a server that refuses (`WS_REFUSED`), or that says that the answer breaks RFC 6455 §4.1 (`WS_RESPONSE`, 502) or takes
 * too long (`WS_TIMEOUT`, 408); with the network's error; or with the reason of an aborted `signal`.
 *
 * @param url ws:, wss: or ws+unix:
 * @example
 * await using client = await connect('wss://example.org/echo');
 * client.send('hello');
 * for await (const message of client) console.log(message.data);
 */
export function connect(url: string | URL, options?: Partial<ClientOptions>): Promise<WebSocket>;
export function connect<Client extends WebSocket>(
  url: string | URL,
  target: ClientClass<Client>,
  options?: Partial<ClientOptions>,
): Promise<Client>;
export async function connect(
  url: string | URL,
  second?: ClientClass<WebSocket> | Partial<ClientOptions>,
  third?: Partial<ClientOptions>,
): Promise<WebSocket> {
  const target = typeof second === 'function' ? second : undefined;
  if (target !== undefined && target !== WebSocket && !(target.prototype instanceof WebSocket)) {
    throw new UsageError('WS_USAGE_OPTION', target, 'a client is of a class that extends WebSocket');
  }
  const options = resolveOptions(CLIENT_OPTIONS, (typeof second === 'function' ? third : second) ?? {});
  if (options.proxy !== undefined && options.agent !== undefined) {
    throw new UsageError('WS_USAGE_OPTION', 'agent', 'a proxy needs an agent of its own: give one of the two');
  }
  const first = { target: readTarget(url), headers: readHeaders(options.headers), tls: options.tls };
  const socket = new (target ?? WebSocket)();
  // Ends with the attempt: what the caller's signal says later is not about an open connection.
  const attempt = new AbortController();
  const late = HandshakeError.for('WS_TIMEOUT', `${options.handshakeTimeout} ms`);
  const timer = setTimeout(() => attempt.abort(late), options.handshakeTimeout);
  const { signal } = options;
  const abort = (): void => attempt.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  try {
    const agent = options.proxy === undefined ? options.agent : await proxyAgent(options.proxy, attempt.signal);
    return await open(socket, first, options, agent, attempt.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

async function open(
  socket: WebSocket,
  first: Approach,
  options: ClientOptions,
  agent: Agent | undefined,
  signal: AbortSignal,
): Promise<WebSocket> {
  const plan = planCompression(options.compression, 'client');
  const { response, upgraded, offer } = await followRedirects(
    first,
    options.maxRedirects,
    async ({ target, headers, tls }) => {
      const offer = { key: drawKey(), subprotocols: options.subprotocols, deflate: plan?.wished };
      return { ...(await dial(target, { ...headers, ...openingHeaders(offer) }, agent, tls, signal)), offer };
    },
  );
  const { statusCode: status = 0, headers } = response;
  if (upgraded === undefined) {
    if (status !== 101) throw await refused(response, signal, options.signal);
    response.destroy();
    throw badAnswer('101 without Upgrade and Connection', headers);
  }
  const { socket: stream, head } = upgraded;
  try {
    if (response.httpVersion !== '1.1') throw badAnswer(`HTTP/${response.httpVersion}`, headers);
    if (stream instanceof process.getBuiltinModule('node:net').Socket) stream.setTimeout(0).setNoDelay(true);
    openClient(socket, stream, { status, headers, head, offer, plan, options });
    return socket;
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

/**
 * The error of a server that did not upgrade, with its answer: as much of the body as had come when the attempt's time was over.
 * Rejects with the reason of the caller's own signal.
 */
async function refused(
  response: IncomingMessage,
  attempt: AbortSignal,
  own: AbortSignal | undefined,
): Promise<HandshakeError> {
  const body = await readBody(response, attempt);
  own?.throwIfAborted();
  const reason = `the server refused: ${response.statusMessage || 'no reason given'}`;
  const headers = answeredHeaders(response.headers);
  return new HandshakeError(response.statusCode ?? 0, reason, { code: 'WS_REFUSED', headers, body });
}
