// socket.io over WebSocket alone. Its events are named as the paths of the others; the load speaks its protocol, but answers
// no heartbeat, so that none falls into a measurement.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { serve } from '../contract.js';

const server = createServer();
const sockets = new Server(server, { transports: ['websocket'], pingInterval: 600_000, maxHttpBufferSize: 2 ** 21 });
sockets.on('connection', (socket) => {
  socket.on('/echo', (data: unknown) => socket.emit('/echo', data));
  socket.on('/broadcast', (data: unknown) => sockets.emit('/broadcast', data));
});
serve(server);
