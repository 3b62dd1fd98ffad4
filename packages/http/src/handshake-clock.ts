// Cuts connections that take too long to say what they want. One timer serves all: they wait equally long, so the one that came
// first is due first.
import type { Duplex } from 'node:stream';
import { HandshakeError, writeRefusal } from '@ws4ts/core';
import type { Socket } from 'node:net';

/** Watches connections until their first request has arrived. */
export class HandshakeClock {
  /** How long they may take, in milliseconds; for those that come from now on. */
  timeout = 0;
  private readonly due = new Map<Socket, number>();
  private timer: NodeJS.Timeout | undefined;

  /** @param refused told of each that had begun to say something; browsers keep silent connections in reserve */
  constructor(private readonly refused: (refusal: HandshakeError) => void) {}

  start(socket: Socket): void {
    // A whole number takes no memory of its own.
    this.due.set(socket, Math.ceil(performance.now() + this.timeout));
    this.timer ??= setTimeout(this.cut, this.timeout).unref();
  }

  end(socket: Duplex): void {
    this.due.delete(socket as Socket);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.due.clear();
  }

  private readonly cut = (): void => {
    const now = performance.now();
    this.timer = undefined;
    for (const [socket, time] of this.due) {
      if (time > now) {
        this.timer = setTimeout(this.cut, Math.ceil(time - now)).unref();
        return;
      }
      this.due.delete(socket);
      if (socket.destroyed) continue;
      const refusal = HandshakeError.for('WS_TIMEOUT', `${this.timeout} ms`);
      if (socket.bytesRead > 0) this.refused(refusal);
      writeRefusal(socket, refusal);
    }
  };
}
