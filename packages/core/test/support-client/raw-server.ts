// A server that answers a handshake with bytes of the test's choice.
import { createServer, type Socket } from 'node:net';
import { acceptKey } from '../../src/handshake/accept-key.js';
import { RawPeer } from '../support-connection/raw-peer.js';
import { listen } from './servers.js';

/** One connection of a client, with the request that it began with. */
export interface Caller {
  /** The whole head of the request. */
  readonly head: string;
  /** The answer that the RFC asks for, with changes: a value of undefined leaves a header out, a list repeats it. */
  readonly right: (changes?: Readonly<Record<string, string | readonly string[] | undefined>>) => string;
  readonly peer: RawPeer;
}

export interface RawServer {
  readonly url: string;
  readonly port: number;
  /** The connections so far. */
  readonly sockets: readonly Socket[];
}

/** Lets `talk` speak to every client that has sent its request. */
export async function rawServer(talk: (caller: Caller) => void): Promise<RawServer> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    const peer = new RawPeer(socket);
    const read = (): void => {
      const end = peer.bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', read);
      const head = peer.bytes.toString('latin1', 0, end + 4);
      peer.bytes = peer.bytes.subarray(end + 4);
      talk({ head, peer, right: (changes) => rightAnswer(head, changes) });
    };
    socket.on('data', read);
  });
  const port = await listen(server);
  return { url: `ws://127.0.0.1:${port}`, port, sockets };
}

/** A server that always answers the same, less what depends on the key. */
export function answering(
  changes: Readonly<Record<string, string | readonly string[] | undefined>>,
  statusLine?: string,
): Promise<RawServer> {
  return rawServer(({ peer, right }) => {
    const answer = right(changes);
    peer.write(Buffer.from(statusLine === undefined ? answer : answer.replace(/^.*/, statusLine), 'latin1'));
  });
}

/** The value of a header of a request's head. */
export function headerOf(head: string, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)\\r$`, 'im').exec(head)?.[1];
}

function rightAnswer(
  head: string,
  changes: Readonly<Record<string, string | readonly string[] | undefined>> = {},
): string {
  const fields = {
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Accept': acceptKey(headerOf(head, 'sec-websocket-key') ?? ''),
    ...changes,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    (value === undefined ? [] : [value].flat()).map((one) => `${name}: ${one}\r\n`),
  );
  return `HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`;
}
