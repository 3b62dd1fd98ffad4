// Opens a client's connection: dials, follows redirects, checks the answer, and makes the socket.
import type { IncomingMessage } from 'node:http';
import type { Agent } from 'node:http';
import { planCompression } from '../options/compression-options.js';
import { resolveOptions } from '../options/option-table.js';
import { drawKey, openingHeaders } from '../handshake/client-handshake.js';
import { headerLine } from '../handshake/server-handshake.js';
import { WebSocket } from '../socket/web-socket.js';
import { HandshakeError, UsageError } from '../vocabulary/errors.js';
import { CLIENT_OPTIONS, type ClientOptions } from './client-options.js';
import { dial, readBody, type Answer } from './dial.js';
import { openClient } from './open-client.js';
import { proxyAgent } from './proxy.js';
import { readTarget, redirectTarget, type Target } from './target.js';

/** A class of client sockets: made with `new` and no arguments. */
export type ClientClass<Socket extends WebSocket> = new () => Socket;

type Headers = Readonly<Record<string, string | readonly string[]>>;

/**
 * Connects to a server. Without a class the socket is to be asked: `receive()`, `for await`. With a class its hooks are called,
 * from `opened` on, as on a server.
 *
 * Rejects with a UsageError for a URL or an option that is no good; with a HandshakeError that carries the status, headers and
 * body of a server that refuses (502 when its answer breaks RFC 6455 §4.1, 408 when it takes too long); with the network's
 * error; or with the reason of an aborted `signal`.
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
  const options = resolveOptions(CLIENT_OPTIONS, (typeof second === 'function' ? third : second) ?? {});
  checkHeaders(options.headers);
  const where = readTarget(url);
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
    return await open(socket, where, options, agent, attempt.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

async function open(
  socket: WebSocket,
  where: Target,
  options: ClientOptions,
  agent: Agent | undefined,
  signal: AbortSignal,
): Promise<WebSocket> {
  const plan = planCompression(options.compression, 'client');
  const offer = { key: drawKey(), subprotocols: options.subprotocols, deflate: plan?.wished };
  const opening = openingHeaders(offer);
  const { response, upgraded } = await follow(
    where,
    options.headers,
    (target, headers) => {
      const tls = target.origin === where.origin ? options.tls : withoutCertificate(options.tls);
      return dial(target, { ...headers, ...opening }, agent, tls, signal);
    },
    options.maxRedirects,
  );
  if (upgraded === undefined) {
    if (response.statusCode !== 101) throw await refused(response, signal);
    response.destroy();
    throw HandshakeError.for('WS_RESPONSE', '101 without Upgrade and Connection');
  }
  const { socket: stream, head } = upgraded;
  try {
    if (response.httpVersion !== '1.1') throw HandshakeError.for('WS_RESPONSE', `HTTP/${response.httpVersion}`);
    if (stream instanceof process.getBuiltinModule('node:net').Socket) stream.setTimeout(0).setNoDelay(true);
    const { statusCode: status = 0, headers } = response;
    openClient(socket, stream, { status, headers, head, offer, plan, options });
    return socket;
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

/** Dials, and dials again where the server says so. */
async function follow(
  first: Target,
  headers: Headers,
  ask: (target: Target, headers: Headers) => Promise<Answer>,
  most: number,
): Promise<Answer> {
  let target = first;
  let sent = headers;
  for (let left = most; ; left--) {
    const answer = await ask(target, sent);
    const next = redirection(answer.response, target);
    if (next === undefined || left === 0) return answer;
    answer.response.destroy();
    // RFC 9110 §15.4: a request that is sent to another origin leaves behind what was meant for the first.
    if (next.origin !== target.origin) sent = withoutCredentials(sent);
    target = next.origin === target.origin ? { ...next, auth: next.auth ?? target.auth } : next;
  }
}

/** Where a redirect leads; undefined when the answer is none, or leads to where no WebSocket can be. */
function redirection({ statusCode, headers }: IncomingMessage, from: Target): Target | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode ?? 0) || headers.location === undefined) return undefined;
  return redirectTarget(from, headers.location);
}

const CREDENTIALS = new Set(['authorization', 'cookie', 'proxy-authorization']);

function withoutCredentials(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !CREDENTIALS.has(name.toLowerCase())));
}

/** What proves who the client is stays behind as well; whom it trusts (`ca`) does not change. */
function withoutCertificate(tls: ClientOptions['tls']): ClientOptions['tls'] {
  return tls && { ...tls, cert: undefined, key: undefined, pfx: undefined, passphrase: undefined };
}

/** The caller's headers have to be headers, and the handshake's own ones are not the caller's to set. */
function checkHeaders(headers: Headers): void {
  for (const [name, value] of Object.entries(headers)) {
    if (/^(upgrade|connection|sec-websocket-.*)$/i.test(name)) {
      throw new UsageError('WS_USAGE_HEADER', name, 'the handshake sets this header by itself; use the option for it');
    }
    for (const one of [value].flat() as unknown[]) {
      if (typeof one !== 'string') throw new UsageError('WS_USAGE_HEADER', one, `${name} has no string as its value`);
      headerLine(name, one);
    }
  }
}

/** The error of a server that did not upgrade, with its answer. */
async function refused(response: IncomingMessage, signal: AbortSignal): Promise<HandshakeError> {
  const body = await readBody(response, signal);
  const headers = Object.fromEntries(
    Object.entries(response.headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );
  const reason = `the server refused: ${response.statusMessage || 'no reason given'}`;
  return new HandshakeError(response.statusCode ?? 0, reason, { code: 'WS_RESPONSE', headers, body });
}
