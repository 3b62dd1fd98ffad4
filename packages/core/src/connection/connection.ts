// Pumps bytes between a socket and a Protocol, and keeps the order of a connection's life: `opened` first, hooks never at the
// same time, `closed` once and last. It does not read while a hook is pending, or while the peer does not take what it is sent.
import type { Duplex } from 'node:stream';
import { CloseCode } from '../vocabulary/close-codes.js';
import { ConnectionClosed, type ProtocolError } from '../vocabulary/errors.js';
import type { Role } from '../vocabulary/role.js';
import type { MessageData } from '../protocol/message-assembler.js';
import type { MessageCodec } from '../extensions/extension.js';
import { codecGone } from './idle-codecs.js';
import type { ConnectionOptions } from '../options/connection-options.js';
import { HookRunner, type HookListener } from './hook-runner.js';
import type { Hooks } from './hooks.js';
import { SendingSide } from './sending-side.js';
import { keepWhatFollows } from './shared-memory.js';
import { hear, type SocketListener } from './socket-events.js';

/** One connection; `owner` is what its hooks are called with. */
export class Connection<Owner> extends SendingSide implements HookListener<Owner>, SocketListener {
  private readonly runner: HookRunner<Owner>;
  /** The `closed` hook has ended. */
  private isOver = false;
  /** The socket has taken everything after it was blocked, and the owner has not heard of it yet. */
  private hasDrained = false;
  /** The peer has ended its side while bytes of it were still to be handled. */
  private hasEnded = false;
  private goneListeners: (() => void)[] | undefined;

  constructor(
    socket: Duplex,
    role: Role,
    readonly owner: Owner,
    readonly hooks: Hooks<Owner>,
    options: ConnectionOptions,
    codec: MessageCodec | undefined,
  ) {
    super(socket, role, options, codec);
    this.runner = new HookRunner(this);
  }

  /** Begins: calls `opened`, then reads: first `head`, the bytes that came with the handshake. */
  start(head: Buffer): void {
    this.outbox.cork();
    this.runner.opened();
    this.outbox.uncork();
    this.holdWhileBusy();
    // Else the socket would be gone by itself once the peer ends, with what a pending hook has kept from being handled.
    this.socket.allowHalfOpen = true;
    hear(this.socket, this);
    if (head.length > 0) this.socketData(head);
    if (this.isHeld) this.socket.pause();
    else this.socket.resume();
    this.guard.start();
  }

  /** Calls once the `closed` hook has ended, at once when it has. */
  whenGone(listener: () => void): void {
    if (this.isOver) listener();
    else (this.goneListeners ??= []).push(listener);
  }

  /** The owner waits for a message: if `opened` is pending, that is what it waits for, and must not keep it back. */
  asked(): void {
    if (!this.isGone && this.runner.stepAside()) this.goOn();
  }

  override message(data: MessageData): void {
    keepWhatFollows(data);
    if (this.guard.receives()) this.runner.receivedMessage(data);
    this.holdWhileBusy();
  }

  override ping(): void {
    this.guard.pinged();
    this.holdWhileBusy();
  }

  override pong(payload: Buffer): void {
    if (!this.guard.ponged(payload)) this.runner.ponged(payload);
    this.holdWhileBusy();
  }

  override peerClosed(code: number, reason: string): void {
    this.ending.decide(code, reason);
    // §7.1.1: "the server MUST close the TCP connection … the client SHOULD wait for the server to close the connection"
    if (this.role === 'server') this.endSocket();
    else this.guard.limitEnd();
  }

  override closing(): void {
    this.hooks.closing(this.owner);
  }

  override failed(error: ProtocolError): void {
    this.ending.decide(error.closeCode, error.message);
    this.options.logger.warn(`closing a connection with ${error.closeCode}: ${error.message}`);
    this.endSocket();
  }

  socketData(piece: Buffer): void {
    this.guard.heard(piece.length);
    if (this.isHeld) this.socket.pause();
    this.outbox.cork();
    this.protocol.receive(piece);
    this.outbox.uncork();
    this.holdWhileBusy();
  }

  socketEnded(): void {
    this.hasEnded = true;
    if (this.isHeld) this.limitHalfOpen();
    else this.endSocket();
  }

  socketDrained(): void {
    this.isWaitingForDrain = false;
    this.outbox.cork();
    this.protocol.drained();
    this.hooks.unblocked(this.owner);
    this.outbox.uncork();
    this.hasDrained = !this.isWaitingForDrain;
    this.goOn();
  }

  socketFailed(error: Error): void {
    this.ending.networkError = error;
  }

  socketClosed(): void {
    this.isGone = true;
    if (this.codec !== undefined) codecGone(this.codec);
    this.guard.stop();
    this.protocol.abandon();
    this.ending.gone();
    this.hooks.disconnected(this.owner);
    this.runner.whenIdle(() => this.callClosed());
  }

  isExpected(error: unknown): boolean {
    // A peer may close while a hook is about to send.
    return error instanceof ConnectionClosed && this.state !== 'open';
  }

  hookFailed(): void {
    this.close(CloseCode.internalError, '');
  }

  private get isHeld(): boolean {
    const isBusy = this.runner.isBusy || this.guard.isDelaying || (this.isWaitingForDrain && this.role === 'server');
    // Once nothing is handled any more there is nothing to hold back, and the peer's end is to be seen.
    return isBusy && this.protocol.state !== 'closed';
  }

  /**
   * Stops reading after a hook that is pending or, on a server, an answer that the peer does not take. A client goes on
   * reading: two ends that both wait for the other to read would wait for ever.
   */
  private holdWhileBusy(): void {
    if (this.isHeld) this.protocol.suspend();
  }

  override goOn(): void {
    if (this.hasDrained && !this.runner.isBusy && !this.isGone) {
      this.hasDrained = false;
      this.runner.drained();
    }
    if (this.isHeld) {
      this.limitHalfOpen();
      return;
    }
    this.outbox.cork();
    this.protocol.resume();
    this.outbox.uncork();
    this.holdWhileBusy();
    if (this.isHeld) return;
    if (this.hasEnded) this.endSocket();
    else this.socket.resume();
  }

  /** A peer that has ended its side and does not read has so long to take the rest: nothing else would tell that it is gone. */
  private limitHalfOpen(): void {
    if (this.hasEnded && this.isWaitingForDrain) this.guard.limitEnd();
  }

  private callClosed(): void {
    this.runner.closed(this.ending.code, this.ending.reason);
    this.runner.whenIdle(() => {
      this.isOver = true;
      for (const listener of this.goneListeners ?? []) listener();
    });
  }
}
