// npm's `faye-websocket`.
import { createServer } from 'node:http';
import FayeWebSocket from 'faye-websocket';
import { answerEnvelope, batchSize, serve } from '../contract.js';

type Data = string | Buffer;

const audience = new Set<FayeWebSocket>();

function handlerOf(path: string, socket: FayeWebSocket): (data: Data) => void {
  let received = 0;
  switch (path) {
    case '/broadcast':
      audience.add(socket);
      socket.on('close', () => audience.delete(socket));
      return (data) => {
        for (const member of audience) member.send(data);
      };
    case '/sink':
      return (data) => {
        if (++received % batchSize === 0) socket.send(typeof data === 'string' ? '' : Buffer.alloc(0));
      };
    case '/source':
      return (data) => {
        for (let sent = 0; sent < batchSize; sent++) socket.send(data);
      };
    case '/enveloped':
      return (data) => socket.send(answerEnvelope(data.toString()));
    default:
      return (data) => socket.send(data);
  }
}

const server = createServer();
server.on('upgrade', (request, stream, head) => {
  const socket = new FayeWebSocket(request, stream, head);
  const handle = handlerOf(request.url ?? '', socket);
  socket.on('message', ({ data }) => handle(data));
});
serve(server);
