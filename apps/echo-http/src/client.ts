// A client for the terminal: each line that is typed is a message, each message that comes is a line.
import { createInterface } from 'node:readline';
import { connect, type WebSocket } from '@ws4ts/core';

const [url = 'ws://127.0.0.1:9000/echo'] = process.argv.slice(2);

/** Sends the lines of the standard input, as fast as the server takes them, and closes at their end. */
async function sendLines(socket: WebSocket): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (!socket.isOpen) return;
    socket.send(line);
    await socket.flush();
  }
  if (socket.isOpen) socket.close(1000, 'end of input');
}

try {
  const socket = await connect(url, { compression: process.env.COMPRESSION === '1' });
  console.error(`connected to ${url}${socket.isCompressed ? ', with compression' : ''}; Ctrl-D ends`);
  void sendLines(socket).catch((error: unknown) => console.error(String(error)));
  for await (const { data } of socket) {
    console.log(typeof data === 'string' ? data : `${data.length} bytes: ${data.toString('hex')}`);
  }
  console.error(`closed with ${socket.closeCode}${socket.closeReason && `: ${socket.closeReason}`}`);
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
// A terminal that is still open for input keeps nothing alive.
process.stdin.destroy();
