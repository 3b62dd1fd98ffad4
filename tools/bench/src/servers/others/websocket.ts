// npm's `websocket`, with the native add-ons that it brings. It would cut large answers into frames; the load expects one each.
import { createServer } from 'node:http';
import websocket, { type connection as Connection, type Message } from 'websocket';
import { answerEnvelope, batchSize, serve } from '../contract.js';

const largest = 2 * 1024 * 1024;
const audience = new Set<Connection>();

function send(connection: Connection, message: Message): void {
  if (message.type === 'utf8') connection.sendUTF(message.utf8Data);
  else connection.sendBytes(message.binaryData);
}

function handlerOf(path: string, connection: Connection): (message: Message) => void {
  let received = 0;
  switch (path) {
    case '/broadcast':
      audience.add(connection);
      connection.on('close', () => audience.delete(connection));
      return (message) => {
        for (const member of audience) send(member, message);
      };
    case '/sink':
      return ({ type }) => {
        if (++received % batchSize !== 0) return;
        if (type === 'utf8') connection.sendUTF('');
        else connection.sendBytes(Buffer.alloc(0));
      };
    case '/source':
      return (message) => {
        for (let sent = 0; sent < batchSize; sent++) send(connection, message);
      };
    case '/enveloped':
      return (message) => {
        if (message.type === 'utf8') connection.sendUTF(answerEnvelope(message.utf8Data));
      };
    default:
      return (message) => send(connection, message);
  }
}

const server = createServer();
const sockets = new websocket.server({
  httpServer: server,
  // Its heartbeat would fall into measurements, and the load does not answer it.
  keepalive: false,
  fragmentOutgoingMessages: false,
  maxReceivedFrameSize: largest,
  maxReceivedMessageSize: largest,
});
sockets.on('request', (request) => {
  const connection = request.accept();
  connection.on('error', console.error);
  connection.on('message', handlerOf(request.resource, connection));
});
serve(server);
