// uWebSockets.js: C++ with a thin face for Node. The native file is asked for itself, since the package would otherwise fall
// back on JavaScript without a word that a program can read.
import { announce, answerEnvelope, batchSize } from '../contract.js';
import { requirePeer } from '../peers.js';

interface Socket {
  send(message: ArrayBuffer | string, isBinary: boolean, compress?: boolean): number;
  subscribe(topic: string): boolean;
  getUserData(): { received: number };
}

interface Behavior {
  compression?: number;
  maxPayloadLength?: number;
  maxBackpressure?: number;
  idleTimeout?: number;
  upgrade?(response: Response, request: Request, context: object): void;
  open?(socket: Socket): void;
  message(socket: Socket, message: ArrayBuffer, isBinary: boolean): void;
}

interface Response {
  upgrade(data: object, key: string, protocols: string, extensions: string, context: object): void;
}

interface Request {
  getHeader(name: string): string;
}

interface App {
  ws(pattern: string, behavior: Behavior): App;
  publish(topic: string, message: ArrayBuffer, isBinary: boolean): boolean;
  listen(host: string, port: number, listening: (token: object) => void): App;
}

interface Uws {
  App(): App;
  us_socket_local_port(token: object): number;
  DEDICATED_COMPRESSOR_32KB: number;
  DEDICATED_DECOMPRESSOR_32KB: number;
}

const native = `uws_${process.platform}_${process.arch}_${process.versions.modules}.node`;
const uws = requirePeer(`@trufflesuite/uws-js-unofficial/binaries/${native}`) as Uws;
const limits = { maxPayloadLength: 2 ** 21, maxBackpressure: 2 ** 26, idleTimeout: 0 };
const empty = new ArrayBuffer(0);
const app = uws.App();

app
  .ws('/echo', { ...limits, message: (socket, message, isBinary) => void socket.send(message, isBinary) })
  .ws('/deflate', {
    ...limits,
    compression: uws.DEDICATED_COMPRESSOR_32KB | uws.DEDICATED_DECOMPRESSOR_32KB,
    message: (socket, message, isBinary) => void socket.send(message, isBinary, true),
  })
  .ws('/broadcast', {
    ...limits,
    open: (socket) => void socket.subscribe('all'),
    message: (_, message, isBinary) => void app.publish('all', message, isBinary),
  })
  .ws('/sink', {
    ...limits,
    upgrade: (response, request, context) => {
      const [key = '', protocols = '', extensions = ''] = ['key', 'protocol', 'extensions'].map((name) =>
        request.getHeader(`sec-websocket-${name}`),
      );
      response.upgrade({ received: 0 }, key, protocols, extensions, context);
    },
    message: (socket, _, isBinary) => {
      if (++socket.getUserData().received % batchSize === 0) socket.send(empty, isBinary);
    },
  })
  .ws('/source', {
    ...limits,
    message: (socket, message, isBinary) => {
      for (let sent = 0; sent < batchSize; sent++) socket.send(message, isBinary);
    },
  })
  .ws('/enveloped', {
    ...limits,
    message: (socket, message) => void socket.send(answerEnvelope(Buffer.from(message).toString()), false),
  })
  .listen('127.0.0.1', 0, (token) => announce(uws.us_socket_local_port(token)));
