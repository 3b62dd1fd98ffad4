// The platform's limit: a bare socket that answers the upgrade by hand and from then on sends back the bytes it gets. It
// knows no frames, so what it sends is still masked.
import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { serve } from './contract.js';

const audience = new Set<Socket>();

function upgrade(socket: Socket, head: string): void {
  const key = /^sec-websocket-key: *(\S+)/im.exec(head)?.[1] ?? '';
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64'); // §1.3
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  if (head.startsWith('GET /broadcast ')) {
    audience.add(socket);
    socket.on('close', () => audience.delete(socket));
    socket.on('data', (chunk) => {
      for (const member of audience) member.write(chunk);
    });
  } else {
    socket.on('data', (chunk) => socket.write(chunk));
  }
}

serve(
  createServer({ noDelay: true }, (socket) => {
    socket.on('error', console.error);
    let head = '';
    socket.on('data', function collect(chunk) {
      head += chunk.toString('latin1');
      if (!head.endsWith('\r\n\r\n')) return;
      socket.off('data', collect);
      upgrade(socket, head);
    });
  }),
);
