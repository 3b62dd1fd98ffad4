// An echo server made with npm `ws`, in a process of its own. Prints its port.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2] ?? 0),
  path: '/echo',
  maxPayload: Number(process.argv[3] ?? 64 * 1024 * 1024),
  perMessageDeflate: false,
  handleProtocols: (offered) => (offered.has('chat') ? 'chat' : false),
});
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  socket.on('error', () => {});
});
server.on('listening', () => console.log(String(server.address().port)));
