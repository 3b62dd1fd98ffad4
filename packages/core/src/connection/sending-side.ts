// The half of a connection that sends: what goes to the outbox, and how the connection ends. When to read, and the hooks, are
// the other half's.
import type { Duplex } from 'node:stream';
import type { ProtocolError } from '../vocabulary/errors.js';
import type { Opcode } from '../vocabulary/opcodes.js';
import type { Role } from '../vocabulary/role.js';
import type { MessageData } from '../protocol/message-assembler.js';
import { Protocol, type ProtocolHandler } from '../protocol/protocol.js';
import type { MessageCodec } from '../extensions/extension.js';
import { codecUsed } from './idle-codecs.js';
import { Guard, type GuardListener } from '../limits/guard.js';
import type { ConnectionOptions } from '../options/connection-options.js';
import { Ending } from './ending.js';
import { Outbox, type OutboxListener } from './outbox.js';
import { hearDrain } from './socket-events.js';

/** `open` until a close frame is sent or received, then `closing` until the socket is gone. */
export type ConnectionState = 'open' | 'closing' | 'closed';

/** What a connection sends by. A base class, so that a connection stays one object. */
export abstract class SendingSide implements ProtocolHandler, OutboxListener, GuardListener {
  protected readonly protocol: Protocol;
  protected readonly outbox: Outbox;
  /** Whether the peer is alive, and what it may. */
  readonly guard: Guard;
  private end: Ending | undefined;
  /** The socket is gone. */
  protected isGone = false;
  /** Whether `socketDrained` of the other half will be called. */
  protected isWaitingForDrain = false;

  constructor(
    readonly socket: Duplex,
    readonly role: Role,
    readonly options: ConnectionOptions,
    /** Compresses messages, where that was negotiated. */
    readonly codec: MessageCodec | undefined,
  ) {
    this.outbox = new Outbox(socket, this);
    this.guard = new Guard(this);
    this.protocol = new Protocol(role, this.outbox, this, options.maxMessageSize, codec);
  }

  abstract message(data: MessageData): void;
  abstract ping(): void;
  abstract pong(payload: Buffer): void;
  abstract peerClosed(code: number, reason: string): void;
  abstract failed(error: ProtocolError): void;
  abstract closing(): void;
  abstract goOn(): void;

  /** How the connection ends, as far as that is known; made when somebody asks, as an idle connection has none. */
  get ending(): Ending {
    return (this.end ??= new Ending());
  }

  get state(): ConnectionState {
    if (this.isGone) return 'closed';
    return this.protocol.state === 'open' ? 'open' : 'closing';
  }

  get isReceiving(): boolean {
    return this.protocol.isReceiving;
  }

  get bufferedAmount(): number {
    return this.outbox.bufferedAmount;
  }

  /** Whether the socket has so much to send that a producer should wait. */
  get isBlocked(): boolean {
    return this.outbox.isBlocked;
  }

  outboxBlocked(): void {
    if (this.isWaitingForDrain || this.isGone) return;
    this.isWaitingForDrain = true;
    hearDrain(this.socket);
  }

  /** `compress` is whether the message may be compressed. */
  send(data: string | Uint8Array, compress: boolean): void {
    this.demandOpen();
    this.guard.sends();
    if (typeof data === 'string') this.protocol.sendText(data, compress);
    else this.protocol.sendBinary(data, compress);
    if (this.codec !== undefined) codecUsed(this.codec);
  }

  sendFragment(opcode: Opcode, payload: Uint8Array, isFinal: boolean, compress: boolean): void {
    this.demandOpen();
    this.guard.sends();
    this.protocol.sendFragment(opcode, payload, isFinal, compress);
    if (this.codec !== undefined) codecUsed(this.codec);
  }

  /** Sends a frame that was written once for many connections; for servers alone, since a client masks each of its own. */
  sendFrame(frame: Buffer): void {
    this.demandOpen();
    this.guard.sends();
    this.outbox.share(frame);
  }

  sendPing(payload: Uint8Array): void {
    this.demandOpen();
    this.protocol.ping(payload);
  }

  /** Begins the closing handshake; once it has begun, by whichever side, nothing happens. */
  close(code: number, reason: string): void {
    const wasOpen = this.state === 'open';
    this.protocol.close(code, reason);
    if (!wasOpen) return;
    this.ending.propose(code, reason);
    this.guard.limitEnd();
  }

  /** Cuts the connection without a closing handshake. */
  terminate(): void {
    this.protocol.abandon();
    this.socket.destroy();
  }

  /** Resolves when the operating system has taken everything that was sent; rejects with ConnectionClosed. */
  flush(): Promise<void> {
    this.outbox.flush();
    // A write after the socket's end would destroy it, with what it has still to send.
    if (this.isGone || !this.socket.writable) return Promise.reject(this.ending.error());
    return new Promise((resolve, reject) => {
      this.outbox.whenTaken((error) => (error ? reject(this.ending.error()) : resolve()));
    });
  }

  /** Sends what is left and ends this side. What still comes is read and dropped: unread input would turn into a reset. */
  protected endSocket(): void {
    this.protocol.abandon();
    this.outbox.flush();
    if (!this.socket.writableEnded) this.socket.end();
    this.socket.resume();
    this.guard.limitEnd();
  }

  private demandOpen(): void {
    if (this.protocol.state !== 'open') throw this.ending.error();
  }
}
