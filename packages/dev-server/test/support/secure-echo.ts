// A server over TLS, whose certificate is signed by itself alone.
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificate, privateKey } from '@ws4ts/contract';
import { EchoWebSocket } from '@ws4ts/core';
import { attach } from '@ws4ts/http';
import { closeLater } from './opened.js';

/** Serves /echo until the test is over, and returns its URL. */
export async function secureEcho(): Promise<string> {
  const server = createServer({ cert: certificate, key: privateKey });
  const sockets = attach(server, { '/echo': EchoWebSocket });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closeLater(async () => {
    await sockets.close();
    server.close();
    server.closeAllConnections();
  });
  return `wss://localhost:${(server.address() as AddressInfo).port}/echo`;
}
