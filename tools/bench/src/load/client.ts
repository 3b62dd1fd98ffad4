// One client connection: the handshake, then bytes. All of them read into one buffer, so that reading costs the load
// generator as little as it can. A failure is thrown: a load that cannot be believed ends its process.
import { connect, type Socket } from 'node:net';
import { dialects, type Speaker } from './dialects.js';
import { maskedFrame, opcodes } from './frame.js';
import type { Destination } from './load.js';
import { TextFrames } from './text-frames.js';

// The nonce of §1.3's example and the answer to it.
const key = 'dGhlIHNhbXBsZSBub25jZQ==';
const accept = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
const readBuffer = Buffer.allocUnsafe(256 * 1024);

/** What a client does with bytes that nothing was sent for. */
export const nothingDue: Received = () => {
  throw new Error('bytes came when none were due');
};

export type Received = (buffer: Buffer, length: number) => void;

export class Client implements Speaker {
  /** Is given the shared buffer and how many of its bytes are new; it must not keep the buffer. */
  received: Received;
  readonly whenClosed: Promise<void>;
  /** The extensions that the server agreed to, as it wrote them. */
  extensions = '';
  readonly #socket: Socket;
  readonly #texts = new TextFrames();
  #closing = false;

  private constructor(port: number, target: string, offer: string | undefined, opened: () => void) {
    let head = '';
    this.received = (buffer, length) => {
      head += buffer.toString('latin1', 0, length);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (!head.startsWith('HTTP/1.1 101 ') || !head.includes(accept)) throw new Error(`the handshake failed: ${head}`);
      this.extensions = /^sec-websocket-extensions: *(.*)$/im.exec(head.slice(0, end))?.[1] ?? '';
      this.received = (early, count) => this.#texts.add(early.subarray(0, count));
      if (end + 4 < head.length) this.#texts.add(Buffer.from(head.slice(end + 4), 'latin1'));
      opened();
    };
    const callback = (length: number): boolean => {
      this.received(readBuffer, length);
      return true;
    };
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true, onread: { buffer: readBuffer, callback } });
    this.#socket.on('error', (error) => {
      if (!this.#closing) throw error;
    });
    this.whenClosed = new Promise((resolve) => {
      this.#socket.on('close', () => {
        if (!this.#closing) throw new Error('the server closed a connection');
        resolve();
      });
    });
    this.#socket.write(
      `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n` +
        (offer === undefined ? '\r\n' : `Sec-WebSocket-Extensions: ${offer}\r\n\r\n`),
    );
  }

  /** An offer is one of extensions. */
  static async open({ port, dialect }: Destination, path: string, offer?: string): Promise<Client> {
    const { target, greet } = dialects[dialect];
    const client = await new Promise<Client>((resolve) => {
      const opening: Client = new Client(port, target(path), offer, () => resolve(opening));
    });
    await greet(client);
    client.#texts.expectNone();
    client.received = nothingDue;
    return client;
  }

  /** Opens so many connections, some hundreds at a time, so that no listening queue overflows. */
  static async openMany(destination: Destination, path: string, count: number, offer?: string): Promise<Client[]> {
    const clients: Client[] = [];
    while (clients.length < count) {
      const next = Math.min(200, count - clients.length);
      clients.push(...(await Promise.all(Array.from({ length: next }, () => Client.open(destination, path, offer)))));
    }
    return clients;
  }

  sendText(text: string): void {
    this.write(maskedFrame(opcodes.text, Buffer.from(text), 0x37fa213d));
  }

  receiveText(beginning: string): Promise<void> {
    return this.#texts.expect(beginning);
  }

  write(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** From here on the connection may end. */
  expectClose(): void {
    this.#closing = true;
  }

  end(): void {
    this.#closing = true;
    this.#socket.end();
  }

  destroy(): void {
    this.#closing = true;
    this.#socket.destroy();
  }
}
