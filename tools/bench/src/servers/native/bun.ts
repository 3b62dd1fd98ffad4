// Bun's own server. This file is run by Bun.
import { announce, answerEnvelope, batchSize } from '../contract.js';

interface Data {
  path: string;
  received: number;
}

interface Socket {
  readonly data: Data;
  send(message: string | Buffer, compress?: boolean): number;
  subscribe(topic: string): void;
}

interface Server {
  readonly port: number;
  upgrade(request: { url: string }, options: { data: Data }): boolean;
  publish(topic: string, message: string | Buffer): number;
}

interface Runtime {
  gc(synchronous: boolean): void;
  serve(options: {
    hostname: string;
    port: number;
    fetch(request: { url: string }, server: Server): unknown;
    websocket: {
      perMessageDeflate: { compress: string; decompress: string };
      backpressureLimit: number;
      idleTimeout: number;
      open(socket: Socket): void;
      message(socket: Socket, message: string | Buffer): void;
    };
  }): Server;
}

const { Bun: runtime } = globalThis as unknown as { Bun: Runtime };
Object.assign(globalThis, { gc: () => runtime.gc(true) });

function handle(socket: Socket, message: string | Buffer): void {
  const { data } = socket;
  if (data.path === '/echo') socket.send(message);
  else if (data.path === '/deflate') socket.send(message, true);
  else if (data.path === '/broadcast') server.publish('all', message);
  else if (data.path === '/enveloped') socket.send(answerEnvelope(String(message)));
  else if (data.path === '/sink') {
    if (++data.received % batchSize === 0) socket.send(typeof message === 'string' ? '' : Buffer.alloc(0));
  } else for (let sent = 0; sent < batchSize; sent++) socket.send(message);
}

const server = runtime.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch(request, itself) {
    const upgraded = itself.upgrade(request, { data: { path: new URL(request.url).pathname, received: 0 } });
    return upgraded ? undefined : new Response('not found', { status: 404 });
  },
  websocket: {
    perMessageDeflate: { compress: 'dedicated', decompress: 'dedicated' },
    backpressureLimit: 2 ** 26,
    idleTimeout: 0,
    open(socket) {
      if (socket.data.path === '/broadcast') socket.subscribe('all');
    },
    message: handle,
  },
});
announce(server.port);
