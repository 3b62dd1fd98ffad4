// `ws` as its own documentation writes an echo and a broadcast. It compresses with whoever offers to.
import { createServer } from 'node:http';
import type { WebSocket, WebSocketServer } from 'ws';
import { answerEnvelope, batchSize, serve } from '../contract.js';

type Handlers = Readonly<Record<string, (data: Buffer, isBinary: boolean) => void>>;

/** Serves with the given copy of `ws`. */
export function serveWs(Server: typeof WebSocketServer): void {
  const server = createServer();
  const sockets = new Server({ server, perMessageDeflate: { threshold: 0 } });
  sockets.on('connection', (socket, request) => {
    socket.on('error', console.error);
    const handler = handlersOf(socket, sockets)[request.url ?? ''];
    if (handler) socket.on('message', handler);
  });
  serve(server);
}

function handlersOf(socket: WebSocket, sockets: WebSocketServer): Handlers {
  const echo = (data: Buffer, isBinary: boolean): void => socket.send(data, { binary: isBinary });
  let received = 0;
  return {
    '/echo': echo,
    '/deflate': echo,
    '/broadcast': (data, isBinary) => {
      for (const client of sockets.clients) client.send(data, { binary: isBinary });
    },
    '/sink': (_, isBinary) => {
      if (++received % batchSize === 0) socket.send('', { binary: isBinary });
    },
    '/source': (data, isBinary) => {
      for (let sent = 0; sent < batchSize; sent++) socket.send(data, { binary: isBinary });
    },
    '/enveloped': (data) => socket.send(answerEnvelope(data.toString())),
  };
}
