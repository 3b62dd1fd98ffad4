// A tiny HTTP proxy that knows CONNECT.
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { listen } from './servers.js';

export interface ConnectProxy {
  readonly url: string;
  /** What clients have asked for: host and port, and the credentials beside them. */
  readonly asked: readonly { readonly target: string; readonly authorization: string | undefined }[];
  /** The clients' connections. */
  readonly clients: readonly Duplex[];
}

/** Tunnels to wherever it is asked; `refusal` is a status to refuse with, `'silence'` no answer at all. */
export async function connectProxy(refusal?: number | 'silence'): Promise<ConnectProxy> {
  const asked: { target: string; authorization: string | undefined }[] = [];
  const clients: Duplex[] = [];
  const server = createServer();
  server.on('connect', (request, client: Duplex) => {
    const target = request.url ?? '';
    asked.push({ target, authorization: request.headers['proxy-authorization'] });
    clients.push(client);
    client.on('error', () => undefined).on('end', () => client.end());
    client.resume();
    if (refusal === 'silence') return;
    if (refusal !== undefined) {
      client.end(`HTTP/1.1 ${refusal} Refused\r\nContent-Length: 11\r\n\r\nnot through`);
      return;
    }
    const { hostname, port } = new URL(`http://${target}`);
    const onward = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    onward.on('error', () => client.destroy());
    client.on('close', () => onward.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, asked, clients };
}
