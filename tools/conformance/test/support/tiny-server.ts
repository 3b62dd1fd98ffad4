// An echo server in a page: it obeys enough of RFC 6455 for the cases that the tests choose, and breaks it on demand.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export type Fault =
  | 'masks'
  | 'sets-rsv'
  | 'long-lengths'
  | 'late-pong'
  | 'no-pong'
  | 'ignores-rsv'
  | 'ignores-mask-bit'
  | 'any-version'
  | 'wrong-accept'
  | 'unoffered-subprotocol'
  | 'wrong-close-code'
  | 'keeps-tcp'
  | 'never-lets-go'
  | 'echo-after-close'
  | 'turns-text-to-binary'
  | 'drops-a-byte'
  | 'resets-instead-of-refusing'
  | 'answers-pongs';

export interface TinyServer {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startTinyServer(...faults: readonly Fault[]): Promise<TinyServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    new TinyConnection(socket, new Set(faults));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/echo`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

class TinyConnection {
  #bytes = Buffer.alloc(0);
  #upgraded = false;
  #closed = false;
  readonly #parts: Buffer[] = [];
  readonly #latePongs: Buffer[] = [];

  constructor(
    readonly socket: Socket,
    readonly faults: ReadonlySet<Fault>,
  ) {
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.end());
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      if (!this.#upgraded) this.#upgrade();
      if (this.#upgraded) while (this.#readFrame());
    });
  }

  #upgrade(): void {
    const end = this.#bytes.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#bytes.toString('latin1', 0, end);
    this.#bytes = this.#bytes.subarray(end + 4);
    const key = /^Sec-WebSocket-Key: (.*)$/im.exec(head)?.[1] ?? '';
    if (!/^Sec-WebSocket-Version: 13\r?$/im.test(head) && !this.faults.has('any-version')) return this.#refuse();
    const accept = createHash('sha1').update(`${key.trim()}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
    lines.push(`Sec-WebSocket-Accept: ${this.faults.has('wrong-accept') ? 'x' : ''}${accept}`);
    if (this.faults.has('unoffered-subprotocol')) lines.push('Sec-WebSocket-Protocol: surprise');
    this.#upgraded = true;
    this.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  }

  #refuse(): void {
    if (this.faults.has('resets-instead-of-refusing')) return void this.socket.resetAndDestroy();
    const lines = [
      'HTTP/1.1 426 Upgrade Required',
      'Sec-WebSocket-Version: 13',
      'Connection: close',
      'Content-Length: 0',
    ];
    this.socket.end(`${lines.join('\r\n')}\r\n\r\n`);
  }

  /** Reads short frames only: the tests choose cases that send no others. */
  #readFrame(): boolean {
    const [first = 0, second = 0] = this.#bytes;
    const length = second & 0x7f;
    if (this.#closed) this.#bytes = Buffer.alloc(0);
    if (this.#bytes.length < 2) return false;
    if (first & 0x70 && !this.faults.has('ignores-rsv')) return this.#close(1002);
    const isMasked = (second & 0x80) !== 0;
    if (!isMasked && !this.faults.has('ignores-mask-bit')) return this.#close(1002);
    const head = isMasked ? 6 : 2;
    if (this.#bytes.length < head + length) return false;
    const key = isMasked ? this.#bytes.subarray(2, 6) : Buffer.alloc(4);
    const payload = Buffer.from(this.#bytes.subarray(head, head + length).map((byte, at) => byte ^ (key[at % 4] ?? 0)));
    this.#bytes = this.#bytes.subarray(head + length);
    this.#act((first & 0x80) !== 0, first & 0x0f, payload);
    return true;
  }

  #act(final: boolean, opcode: number, payload: Buffer): void {
    if (opcode === 8) {
      this.#close(payload.length < 2 ? 1000 : payload.readUInt16BE());
    } else if (opcode === 9) {
      if (this.faults.has('late-pong')) this.#latePongs.push(payload);
      else if (!this.faults.has('no-pong')) this.#send(10, payload);
    } else if (opcode === 10) {
      if (this.faults.has('answers-pongs')) this.#send(10, payload);
    } else {
      this.#parts.push(payload);
      if (final) this.#echo(Buffer.concat(this.#parts.splice(0)));
    }
  }

  #echo(message: Buffer): void {
    const body = this.faults.has('drops-a-byte') ? message.subarray(1) : message;
    this.#send(this.faults.has('turns-text-to-binary') ? 2 : 1, body);
    for (const late of this.#latePongs.splice(0)) this.#send(10, late);
  }

  #close(code: number): false {
    const body = Buffer.alloc(2);
    body.writeUInt16BE(this.faults.has('wrong-close-code') ? 1011 : code);
    this.#send(8, body);
    if (this.faults.has('echo-after-close')) this.#send(1, Buffer.from('more'));
    this.#closed = true;
    if (this.faults.has('keeps-tcp')) return false;
    this.socket.end();
    if (!this.faults.has('never-lets-go')) setTimeout(() => this.socket.destroy(), 100);
    return false;
  }

  #send(opcode: number, payload: Buffer): void {
    const first = 0x80 | opcode | (this.faults.has('sets-rsv') ? 0x40 : 0);
    if (this.faults.has('masks')) {
      this.socket.write(Buffer.concat([Buffer.from([first, 0x80 | payload.length, 0, 0, 0, 0]), payload]));
    } else if (this.faults.has('long-lengths') && opcode < 8) {
      this.socket.write(Buffer.concat([Buffer.from([first, 126, 0, payload.length]), payload]));
    } else {
      this.socket.write(Buffer.concat([Buffer.from([first, payload.length]), payload]));
    }
  }
}
