// Servers by others, that all do the same for a client: they echo, but for texts that tell them to do something else.
import FayeWebSocket from 'faye-websocket';
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import websocket from 'websocket';
import { WebSocketServer, type PerMessageDeflateOptions } from 'ws';
import { deferred } from '../support-connection/deferred.js';
import { listen } from './servers.js';

/** The subprotocol that all of them speak. */
export const SUBPROTOCOL = 'chat.v1';
/** What they send in fragments when they are told `fragments`. */
export const FRAGMENTS = ['one ', 'two ', 'κόσμε'];

export interface OtherServer {
  readonly url: string;
  /** How the first connection ended, as the server saw it. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

/** What a server can do with a connection. */
interface Connection {
  send(data: string | Buffer): void;
  close(code: number, reason: string): void;
  ping(payload: string): void;
  sendFragments?(): void;
}

/** `close <code> <reason>`, `ping <payload>` and `fragments` are orders; anything else goes back. */
function obey(connection: Connection, data: string | Buffer): void {
  const [, order, first = '', rest = ''] = /^(close|ping|fragments) ?(\S*) ?(.*)$/.exec(data.toString()) ?? [];
  if (Buffer.isBuffer(data) || order === undefined) connection.send(data);
  else if (order === 'close') connection.close(Number(first), rest);
  else if (order === 'ping') connection.ping(first);
  else connection.sendFragments?.();
}

/** npm's ws, with or without compression. */
export async function wsServer(perMessageDeflate: boolean | PerMessageDeflateOptions): Promise<OtherServer> {
  const closed = deferred<{ code: number; reason: string }>();
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate, handleProtocols: () => SUBPROTOCOL });
  sockets.on('connection', (socket) => {
    const connection: Connection = {
      send: (data) => socket.send(data),
      close: (code, reason) => socket.close(code, reason),
      ping: (payload) => socket.ping(payload),
      sendFragments: () => {
        for (const [i, part] of FRAGMENTS.entries()) socket.send(part, { fin: i === FRAGMENTS.length - 1 });
      },
    };
    socket.on('message', (data: Buffer, isBinary) => obey(connection, isBinary ? data : data.toString()));
    socket.on('pong', (payload) => socket.send(`ponged ${payload.toString()}`));
    socket.on('close', (code, reason) => closed.resolve({ code, reason: reason.toString() }));
  });
  return { url: `ws://127.0.0.1:${await listen(server)}`, closed: closed.promise };
}

/** npm's faye-websocket. */
export async function fayeServer(): Promise<OtherServer> {
  const closed = deferred<{ code: number; reason: string }>();
  const server = createServer();
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const socket = new FayeWebSocket(request, stream, head, [SUBPROTOCOL]);
    const connection: Connection = {
      send: (data) => void socket.send(data),
      close: (code, reason) => socket.close(code, reason),
      ping: (payload) => void socket.ping(payload, () => socket.send(`ponged ${payload}`)),
    };
    socket.addEventListener('message', ({ data }) => obey(connection, data));
    socket.addEventListener('close', ({ code, reason }) => closed.resolve({ code, reason }));
  });
  return { url: `ws://127.0.0.1:${await listen(server)}`, closed: closed.promise };
}

/** npm's websocket; it sends what is longer than 16 KiB in fragments. */
export async function websocketServer(): Promise<OtherServer> {
  const closed = deferred<{ code: number; reason: string }>();
  const httpServer = createServer();
  const server = new websocket.server({ httpServer, maxReceivedFrameSize: 2 ** 24, maxReceivedMessageSize: 2 ** 24 });
  server.on('request', (request) => {
    const socket = request.accept(request.requestedProtocols[0], request.origin);
    const connection: Connection = {
      send: (data) => (typeof data === 'string' ? socket.sendUTF(data) : socket.sendBytes(data)),
      close: (code, reason) => socket.close(code, reason),
      ping: (payload) => socket.ping(payload),
      sendFragments: () => {
        socket.config.fragmentationThreshold = FRAGMENTS[0]!.length;
        socket.sendUTF(FRAGMENTS.join(''));
      },
    };
    socket.on('message', (message) =>
      obey(connection, message.type === 'utf8' ? message.utf8Data : message.binaryData),
    );
    socket.on('pong', (payload) => socket.sendUTF(`ponged ${payload.toString()}`));
    socket.on('close', (code, reason) => closed.resolve({ code, reason }));
  });
  return { url: `ws://127.0.0.1:${await listen(httpServer)}`, closed: closed.promise };
}
