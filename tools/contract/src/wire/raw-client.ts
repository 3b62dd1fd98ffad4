// A client that is nothing but a TCP or TLS socket: it sends any bytes, and reads what comes when it is asked to.
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { parseAnswer, type Answer } from './answer.js';
import { clientFrame, closeFrame, Opcode, readFrame, type Frame } from './frames.js';
import { upgradeRequest, type RequestChange } from './upgrade-request.js';

export class RawClient {
  readonly #url: URL;
  #pieces: Buffer[] = [];
  #hasEnded = false;
  #wake: (() => void) | undefined;

  /** How the server ended the connection; undefined before. */
  ending: 'end' | 'reset' | undefined;

  private constructor(
    readonly socket: Socket,
    url: URL,
  ) {
    this.#url = url;
    socket
      .on('data', (piece: Buffer) => this.#pieces.push(piece))
      .on('end', () => (this.ending ??= 'end'))
      .on('error', () => (this.ending ??= 'reset'))
      .on('close', () => (this.#hasEnded = true));
    for (const event of ['data', 'end', 'close']) socket.on(event, () => this.#wake?.());
  }

  /** Connects and says nothing. */
  static connect(address: string, ca?: string): Promise<RawClient> {
    const url = new URL(address);
    const at = { host: url.hostname, port: Number(url.port) };
    const isSecure = url.protocol === 'wss:';
    const socket = isSecure ? connectTls({ ...at, ...(ca !== undefined && { ca }) }) : connectTcp(at);
    return new Promise((resolve, reject) => {
      socket.once('error', reject).once(isSecure ? 'secureConnect' : 'connect', () => {
        socket.off('error', reject);
        resolve(new RawClient(socket, url));
      });
    });
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Sends a request and whatever follows it, in one segment. */
  request(change?: RequestChange, next: Uint8Array = Buffer.alloc(0)): void {
    this.write(Buffer.concat([Buffer.from(upgradeRequest(this.#url, change), 'latin1'), next]));
  }

  /** Sends a request and reads the answer, which must be 101. */
  async open(change?: RequestChange): Promise<Answer> {
    this.request(change);
    const answer = await this.readOpening();
    if (answer.status !== 101) throw new Error(`the server has answered ${answer.status} ${answer.body}`);
    return answer;
  }

  /** Sends a request that is to be refused and reads the whole answer, to the end of the connection. */
  refused(change?: RequestChange): Promise<Answer> {
    this.request(change);
    return this.readToEnd();
  }

  /** Reads the head of an answer; what follows are frames. */
  async readOpening(): Promise<Answer> {
    const head = await this.#take((bytes) => {
      const end = bytes.indexOf('\r\n\r\n');
      return end < 0 ? undefined : { value: bytes.subarray(0, end + 4), size: end + 4 };
    });
    return parseAnswer(
      head.toString('latin1').startsWith('HTTP/1.1 101') ? head : Buffer.concat([head, await this.#rest()]),
    );
  }

  /** Reads a whole answer whose head says how long it is; more may follow it. */
  async readAnswer(): Promise<Answer> {
    return this.#take((bytes) => {
      const end = bytes.indexOf('\r\n\r\n');
      const length = /^content-length: *(\d+)/im.exec(bytes.toString('latin1', 0, Math.max(end, 0)))?.[1];
      const size = end + 4 + Number(length);
      return end < 0 || bytes.length < size ? undefined : { value: parseAnswer(bytes.subarray(0, size)), size };
    });
  }

  /** Reads a whole answer, to the end of the connection. */
  async readToEnd(): Promise<Answer> {
    const answer = parseAnswer(await this.#rest());
    if (this.ending !== 'end') throw new Error('the answer has ended in a reset');
    return answer;
  }

  /** Reads whatever comes, to the end of the connection. */
  async readText(): Promise<string> {
    return (await this.#rest()).toString('latin1');
  }

  sendText(text: string): void {
    this.write(clientFrame(Opcode.text, text));
  }

  sendBinary(bytes: Uint8Array): void {
    this.write(clientFrame(Opcode.binary, bytes));
  }

  sendClose(code?: number, reason?: string): void {
    this.write(closeFrame(code, reason));
  }

  async readFrame(): Promise<Frame> {
    return this.#take((bytes) => {
      const read = readFrame(bytes);
      return read && { value: read.frame, size: read.size };
    });
  }

  /** Reads a message, of however many fragments: text as a string. */
  async read(): Promise<string | Buffer> {
    const first = await this.readFrame();
    const payloads = [first.payload];
    for (let last = first; !last.final; payloads.push(last.payload)) {
      last = await this.readFrame();
      if (last.opcode !== Opcode.continuation) throw new Error(`opcode ${last.opcode} instead of a continuation`);
    }
    if (first.opcode !== Opcode.text && first.opcode !== Opcode.binary) {
      throw new Error(`opcode ${first.opcode} instead of a message`);
    }
    const payload = Buffer.concat(payloads);
    return first.opcode === Opcode.text ? payload.toString('utf8') : payload;
  }

  /** Reads a close frame. */
  async readClose(): Promise<{ code: number | undefined; reason: string }> {
    const { opcode, payload } = await this.readFrame();
    if (opcode !== Opcode.close) throw new Error(`opcode ${opcode} instead of a close frame`);
    return { code: payload.length < 2 ? undefined : payload.readUInt16BE(0), reason: payload.toString('utf8', 2) };
  }

  /** Reads nothing more until it is asked to, as a peer that hangs. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Resolves when the connection is gone. */
  async whenGone(): Promise<void> {
    while (!this.#hasEnded) await this.#more();
  }

  destroy(): void {
    this.socket.destroy();
  }

  async #rest(): Promise<Buffer> {
    await this.whenGone();
    return Buffer.concat(this.#pieces.splice(0));
  }

  async #take<Value>(read: (bytes: Buffer) => { value: Value; size: number } | undefined): Promise<Value> {
    for (;;) {
      const bytes = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
      const found = read(bytes);
      this.#pieces = [found ? bytes.subarray(found.size) : bytes];
      if (found) return found.value;
      if (this.#hasEnded) throw new Error(`the connection is gone, after ${JSON.stringify(bytes.toString('latin1'))}`);
      await this.#more();
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}
