// A client that is nothing but a TCP socket: it sends any bytes and judges what comes back. It keeps its half of the
// connection open until a case ends it, so that what the server does to TCP can be told from what the client does.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { check, Failure } from '../failure.js';
import { close, frame, opcodes, pieces, ping, pong, text } from './client-frame.js';
import { type HttpResponse, readResponseBody, readResponseHead } from './http-response.js';
import { type Ending, Inbox } from './inbox.js';
import { describeFrame, readServerFrame, type ServerFrame } from './server-frame.js';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** One connection to the server under test. */
export class RawPeer {
  readonly inbox: Inbox;
  #closeSeen = false;
  #openMessage: number | undefined;

  private constructor(
    readonly socket: Socket,
    patience: number,
  ) {
    this.inbox = new Inbox(patience);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.inbox.push(chunk));
    socket.on('end', () => this.inbox.finish('fin'));
    socket.on('error', () => this.inbox.finish('reset'));
    socket.on('close', () => this.inbox.finish('reset'));
  }

  static async connect(host: string, port: number, patience: number): Promise<RawPeer> {
    const socket = connect({ host, port, allowHalfOpen: true });
    const peer = new RawPeer(socket, patience);
    try {
      await once(socket, 'connect', { signal: AbortSignal.timeout(patience) });
    } catch (cause) {
      socket.destroy();
      throw new Failure(`could not connect to ${host}:${port}: ${String(cause)}`);
    }
    return peer;
  }

  /** Sends all parts in one write. */
  send(...parts: readonly Uint8Array[]): void {
    if (this.socket.writable) this.socket.write(Buffer.concat(parts));
  }

  /** Sends each part by itself, and lets the event loop turn between them; stops when the server ends the connection. */
  async sendApart(parts: Iterable<Uint8Array>): Promise<void> {
    for (const part of parts) {
      if (this.inbox.ending || !this.socket.writable) return;
      await new Promise<void>((resolve) => this.socket.write(part, () => resolve()));
      await turn();
    }
  }

  /** Sends the bytes in pieces of `size`. */
  sendPieces(bytes: Uint8Array, size: number): Promise<void> {
    return this.sendApart(pieces(bytes, size));
  }

  /** Proves that the server has read what was sent: a pong follows the ping at once. */
  async sync(): Promise<void> {
    const payload = Buffer.from('are you there?');
    this.send(ping(payload));
    await this.expectPong(payload);
  }

  async readResponse(bodiless = false): Promise<{ response: HttpResponse; body: Buffer }> {
    const response = await readResponseHead(this.inbox);
    const none = bodiless || response.status === 101 || response.status === 204 || response.status === 304;
    return { response, body: none ? Buffer.alloc(0) : await readResponseBody(this.inbox, response) };
  }

  /** Waits for the server's next frame. A server may ping when it likes; it gets its pong and the case does not see it. */
  async readFrame(due: string): Promise<ServerFrame> {
    for (;;) {
      const frame = await readServerFrame(this.inbox, due);
      check(!this.#closeSeen, `${describeFrame(frame)} after a close frame (§5.5.1)`);
      if (frame.opcode !== opcodes.ping) {
        this.#closeSeen = frame.opcode === opcodes.close;
        return frame;
      }
      this.send(pong(frame.payload));
    }
  }

  /** Waits for one message, whole or in fragments; a pong or a close in its place is a failure. */
  async readMessage(due: string): Promise<{ opcode: number; payload: Buffer }> {
    const parts: Buffer[] = [];
    for (;;) {
      const frame = await this.readFrame(due);
      check(frame.opcode < 8, `got ${describeFrame(frame)}; due: ${due}`);
      const starts = this.#openMessage === undefined;
      check(
        starts === frame.opcode > 0,
        `got ${describeFrame(frame)} ${starts ? 'outside' : 'inside'} a message (§5.4)`,
      );
      this.#openMessage ??= frame.opcode;
      parts.push(frame.payload);
      if (!frame.final) continue;
      const opcode = this.#openMessage;
      this.#openMessage = undefined;
      return { opcode, payload: parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts) };
    }
  }

  async expectMessage(opcode: number, payload: Uint8Array): Promise<void> {
    const due = `the echo of ${payload.length} bytes`;
    const message = await this.readMessage(due);
    check(message.opcode === opcode, `the echo has opcode ${message.opcode}; due: ${opcode}`);
    check(message.payload.equals(payload), `the echo differs: ${differenceOf(message.payload, payload)}`);
  }

  /**
   * Expects the same message `count` times. Millions of them would take minutes frame by frame, so what comes as the usual
   * frame is taken by the hundred; whatever else is a legal echo is read as any message is.
   */
  async expectCopies(opcode: number, payload: Buffer, count: number): Promise<void> {
    const usual = frame({ opcode, payload, maskingKey: false });
    for (let got = 0; got < count;) {
      const copies = this.#openMessage === undefined ? this.inbox.takeCopies(usual, count - got) : 0;
      if (copies === 0) await this.expectMessage(opcode, payload);
      got += Math.max(copies, 1);
    }
  }

  async expectPong(payload: Uint8Array): Promise<void> {
    const due = `a pong of ${payload.length} bytes`;
    const frame = await this.readFrame(due);
    check(frame.opcode === opcodes.pong, `got ${describeFrame(frame)}; due: ${due}`);
    check(frame.payload.equals(payload), `the pong differs: ${differenceOf(frame.payload, payload)} (§5.5.3)`);
  }

  /** Waits for a Close frame with one of the codes; `undefined` stands for an empty body. Resolves to the code. */
  async expectClose(codes: readonly (number | undefined)[]): Promise<number | undefined> {
    const due = `close ${codes.map((code) => code ?? 'without a code').join(' or ')}`;
    const frame = await this.readFrame(due);
    check(frame.opcode === opcodes.close, `got ${describeFrame(frame)}; due: ${due}`);
    check(frame.payload.length !== 1, 'a close frame with a body of one byte (§5.5.1)');
    const code = frame.payload.length === 0 ? undefined : frame.payload.readUInt16BE();
    check(codes.includes(code), `closed with ${code ?? 'no code'}; due: ${due}`);
    const reason = frame.payload.subarray(2);
    check(Buffer.from(reason.toString()).equals(reason), 'a close reason that is not UTF-8 (§5.5.1)');
    return code;
  }

  /** Waits for the end of TCP; any byte before it is a failure. */
  async expectEnd(due = 'the end of TCP'): Promise<Ending> {
    while (!this.inbox.ending && this.inbox.length === 0) await this.inbox.changed(due);
    if (this.inbox.length > 0) {
      throw new Failure(`got ${describeFrame(await readServerFrame(this.inbox, due))}; due: ${due}`);
    }
    return this.inbox.ending ?? 'fin';
  }

  /** §7.1.7: the server fails the connection: it sends Close with the code and ends TCP, without hearing more from us. */
  async expectFailure(...codes: readonly number[]): Promise<void> {
    await this.expectClose(codes);
    await this.expectEnd('the end of TCP after the failure (§7.1.7)');
  }

  /** Proves that the connection still works. */
  async expectAlive(): Promise<void> {
    const payload = Buffer.from('still there?');
    this.send(text(payload));
    await this.expectMessage(opcodes.text, payload);
  }

  /** Goes through the closing handshake (§7.1.2), the server being the one that ends TCP (§7.1.1). */
  async closeCleanly(): Promise<void> {
    this.send(close(1000));
    await this.expectClose([1000]);
    await this.expectEnd('the end of TCP after the closing handshake (§7.1.1)');
    this.socket.end();
  }
}

function differenceOf(got: Buffer, due: Uint8Array): string {
  const at = got.findIndex((byte, index) => byte !== due[index]);
  const near = (bytes: Uint8Array) => Buffer.from(bytes.subarray(Math.max(at, 0), Math.max(at, 0) + 8)).toString('hex');
  return `${got.length} bytes, due ${due.length}; from byte ${at}: ${near(got)}, due ${near(due)}`;
}
