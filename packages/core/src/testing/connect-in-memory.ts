// A client whose server is in the same process: no port, no waiting, the whole handshake and protocol.
import { planCompression } from '../options/compression-options.js';
import { CONNECTION_OPTIONS, type ConnectionOptions } from '../options/connection-options.js';
import { silentLogger } from '../options/logger.js';
import { resolveOptions } from '../options/option-table.js';
import { openClient } from '../client/open-client.js';
import { drawKey, openingHeaders } from '../handshake/client-handshake.js';
import type { Upgrade } from '../server/accept.js';
import { WebSocket } from '../socket/web-socket.js';
import { HandshakeError } from '../vocabulary/errors.js';
import { MemorySocket } from './memory-socket.js';

/** What a client in memory asks for. */
export interface MemoryClientOptions {
  /** Headers of the client's request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Subprotocols that the client offers. */
  readonly subprotocols?: readonly string[];
  /** Options of the client's side. */
  readonly client?: Partial<ConnectionOptions>;
}

/**
 * Connects a client with whatever takes an upgrade, in memory; for tests of doors.
 * Rejects with a HandshakeError when the client is refused.
 * @param path the path, and query, that the client asks for
 * @param take is given the client, as a server's `upgrade` event would be
 */
export async function connectInMemory(
  path: string,
  { headers: given = {}, subprotocols = [], client: clientGiven = {} }: MemoryClientOptions,
  take: (upgrade: Upgrade) => void,
): Promise<WebSocket> {
  const [near, far] = MemorySocket.pair();
  const options = resolveOptions(CONNECTION_OPTIONS, { logger: silentLogger, ...clientGiven });
  const plan = planCompression(options.compression, 'client');
  const offer = { key: drawKey(), subprotocols, deflate: plan?.wished };
  const headers = { host: 'memory', ...openingHeaders(offer), ...given };
  const rawHeaders = Object.entries(headers).flat();
  const request = { method: 'GET', url: path, httpVersion: '1.1', headers, rawHeaders, socket: {} };
  take({ request, socket: far, head: Buffer.alloc(0) });
  const answer = await readAnswer(near);
  if (answer.status !== 101) {
    near.destroy();
    throw refusal(answer);
  }
  const client = new WebSocket();
  const { status, headers: answered, rest: head } = answer;
  openClient(client, near, { status, headers: answered, head, offer, plan, options });
  return client;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** The body of a refusal, or the first frames. */
  readonly rest: Buffer;
}

/** Reads the server's answer, which it writes at once. */
async function readAnswer(socket: MemorySocket): Promise<Answer> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const end = bytes.indexOf('\r\n\r\n');
    const length = /^content-length: (\d+)/im.exec(bytes.toString('latin1', 0, end))?.[1] ?? 0;
    if (end >= 0 && bytes.length >= end + 4 + Number(length)) {
      const [status, ...fields] = bytes.toString('latin1', 0, end).split('\r\n');
      const headers = fields.map((line) => [line.split(': ', 1)[0]!.toLowerCase(), line.slice(line.indexOf(': ') + 2)]);
      return {
        status: Number(status!.split(' ')[1]),
        headers: Object.fromEntries(headers) as Record<string, string>,
        rest: bytes.subarray(end + 4),
      };
    }
    bytes = Buffer.concat([bytes, await nextBytes(socket)]);
  }
}

function nextBytes(socket: MemorySocket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(HandshakeError.for('WS_RESPONSE', 'no answer'));
    socket.once('close', gone);
    socket.once('data', (bytes: Buffer) => {
      socket.off('close', gone);
      socket.pause();
      resolve(bytes);
    });
    socket.resume();
  });
}

function refusal({ status, headers, rest }: Answer): HandshakeError {
  return new HandshakeError(status, rest.toString('utf8'), { headers });
}
