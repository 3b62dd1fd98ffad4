// A client that misbehaves: it asks for much and stops reading, vanishes within a frame, or sends what is no frame.
import { connect, type Socket } from 'node:net';

const REQUEST = [
  'GET / HTTP/1.1',
  'Host: 127.0.0.1',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '\r\n',
].join('\r\n');

/** A text message of five letters, masked with zeros: the server answers it with more than a client that stops reading takes. */
const FLOOD = Buffer.concat([Buffer.from([0x81, 0x85, 0, 0, 0, 0]), Buffer.from('flood')]);

/** The ways to misbehave. */
export const MISDEEDS: readonly ((socket: Socket) => void)[] = [
  (socket) => void socket.pause().write(FLOOD),
  (socket) => void socket.write(Buffer.from([0x81, 0xfe, 0x10]), () => socket.destroy()),
  (socket) => void socket.write('this is no frame at all'),
];

/** Opens a connection and misbehaves on it; resolves once it has begun to. */
export function misbehave(port: number, misdeed: (socket: Socket) => void): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.write(REQUEST);
    socket.once('data', () => {
      socket.off('error', reject).on('error', () => socket.destroy());
      misdeed(socket);
      resolve(socket);
    });
  });
}
