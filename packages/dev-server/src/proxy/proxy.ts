// Passes every connection on to another server, byte by byte, and looks at what goes by: what is negotiated is between the two ends.
import { request as requestPlain, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { HandshakeError, refusalOf, UsageError, writeRefusal, type Logger, type Upgrade } from '@ws4ts/core';
import { explainRefusal } from '../relay/explain.js';
import type { LiveConnections } from '../server/live-connections.js';
import { TappedStream } from '../wire/tapped-stream.js';

/** What a proxy is made with. */
export interface ProxyOptions {
  /** `ws://host:port`, with or without a path that goes before those that are asked for. */
  readonly target: string;
  /** Whether a certificate of the target is taken that nobody vouches for. */
  readonly insecure: boolean;
  readonly logger: Logger;
  readonly connections: () => LiveConnections;
}

/** How long the target may take to answer, in milliseconds. */
const TIMEOUT = 10_000;
/** What is said of one connection alone, and of this server's own host. */
const OWN = new Set(['host', 'origin']);

/** Passes connections on. */
export class Proxy {
  readonly target: URL;
  private readonly streams = new Set<Duplex>();

  /** Throws a UsageError for a target that is none. */
  constructor(private readonly options: ProxyOptions) {
    const { target } = options;
    if (!URL.canParse(target) || !/^(wss?|https?):$/.test(new URL(target).protocol)) {
      throw new UsageError('WS_USAGE_URL', target, 'the target of a proxy begins with ws: or wss:');
    }
    this.target = new URL(target);
  }

  /** Passes a client on, or refuses it. */
  pass(upgrade: Upgrade): void {
    const { request, socket } = upgrade;
    this.keep(socket);
    const asked = this.ask(request);
    asked
      .on('upgrade', (response: IncomingMessage, far: Duplex, head: Buffer) => this.join(upgrade, response, far, head))
      .on('response', (response: IncomingMessage) => {
        socket.write(headOf(response), 'latin1');
        response.pipe(socket);
      })
      .on('error', (error) => {
        const { explanation } = explainRefusal(error);
        const refusal = new HandshakeError(502, `${this.target.host} cannot be reached: ${explanation}`);
        if (socket.writable) writeRefusal(socket, refusalOf(refusal, request.url, this.options.logger), request.method);
      })
      .setTimeout(TIMEOUT, () => asked.destroy(new Error(`no answer in ${TIMEOUT} ms`)))
      .end();
    socket.once('close', () => asked.destroy()).on('error', () => socket.destroy());
  }

  /** Cuts everything. */
  close(): void {
    for (const stream of this.streams) stream.destroy();
  }

  private keep(stream: Duplex): void {
    this.streams.add(stream);
    stream.once('close', () => this.streams.delete(stream));
  }

  private ask({ url = '/', rawHeaders }: Upgrade['request']): ClientRequest {
    const { protocol, hostname, port, pathname, host, origin } = this.target;
    const isSecure = protocol === 'wss:' || protocol === 'https:';
    const headers: string[] = ['host', host];
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const name = rawHeaders[i]!.toLowerCase();
      if (!OWN.has(name)) headers.push(rawHeaders[i]!, rawHeaders[i + 1]!);
      // The target lets in its own pages; this server has seen to it that this is one of ours.
      else if (name === 'origin') headers.push('origin', origin.replace(/^ws/, 'http'));
    }
    const send = isSecure ? requestSecure : requestPlain;
    return send({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port || (isSecure ? 443 : 80),
      path: pathname.replace(/\/$/, '') + url,
      headers,
      agent: false,
      ...(isSecure && { rejectUnauthorized: !this.options.insecure }),
    });
  }

  private join({ request, socket, head }: Upgrade, response: IncomingMessage, far: Duplex, early: Buffer): void {
    const near = new TappedStream(socket, 'server', head);
    this.keep(far);
    near.observer.whenOpened(() => {
      const remote = request.socket.remoteAddress ?? '';
      const path = request.url ?? '/';
      this.options.connections().add({ route: '/*path', path, remote, stream: near, socket: undefined });
    });
    near.write(headOf(response), 'latin1');
    if (early.length > 0) near.write(early);
    // The time that the target had to answer is over.
    if (far instanceof Socket) far.setTimeout(0).setNoDelay(true);
    near.on('error', () => far.destroy()).on('close', () => far.destroy());
    // What the target has said last is still to arrive when it is gone.
    far.on('error', () => near.destroy()).on('close', () => near.end());
    near.pipe(far).pipe(near);
  }
}

/** The head of a response as it came, without what concerns the connection's body alone. */
function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  let head = `HTTP/1.1 ${statusCode} ${statusMessage}\r\n`;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    // The body has been put together by now.
    if (!/^transfer-encoding$/i.test(rawHeaders[i]!)) head += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`;
  }
  return `${head}\r\n`;
}
