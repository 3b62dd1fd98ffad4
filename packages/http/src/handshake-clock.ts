// Cuts connections that take too long to say what they want. One timer serves all: they wait equally long, so the one that came
// first is due first.
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Watches connections until a request has arrived. */
export class HandshakeClock {
  /** How long they may take, in milliseconds; for those that come from now on. */
  timeout = 0;
  private readonly due = new Map<Socket, number>();
  /** How much had been read of those that were answered and may ask again, or never. */
  private readonly answered = new WeakMap<Duplex, number>();
  private timer: NodeJS.Timeout | undefined;

  /** @param late told of each connection whose time is up */
  constructor(private readonly late: (socket: Socket) => void) {}

  start(socket: Socket): void {
    // A whole number takes no memory of its own.
    this.due.set(socket, Math.ceil(performance.now() + this.timeout));
    this.timer ??= setTimeout(this.cut, this.timeout).unref();
  }

  /**
   * Watches a connection that was answered: its time begins with the first byte of its next request. That byte is looked for when
   * the timer runs anyway, so a request may take twice the time at most.
   */
  startAgain(socket: Socket): void {
    this.answered.set(socket, socket.bytesRead);
    this.start(socket);
  }

  end(socket: Duplex): void {
    this.due.delete(socket as Socket);
    this.answered.delete(socket);
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
        this.timer ??= setTimeout(this.cut, Math.ceil(time - now)).unref();
        return;
      }
      this.due.delete(socket);
      if (socket.destroyed) continue;
      const read = this.answered.get(socket);
      if (read === undefined) this.late(socket);
      else {
        if (socket.bytesRead !== read) this.answered.delete(socket);
        this.start(socket);
      }
    }
  };
}
