// Cuts connections that take too long to say what they want. One timer serves all: they wait equally long, so the one that came
// first is due first.
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Where it is kept how much had been read of a connection that was answered and may ask again, or never. */
const answeredAt = Symbol('answered at');

type Connection = Socket & { [answeredAt]?: number | undefined };

/** Watches connections until a request has arrived. */
export class HandshakeClock {
  /** How long they may take, in milliseconds; for those that come from now on. */
  timeout = 0;
  private readonly due = new Map<Connection, number>();
  private timer: NodeJS.Timeout | undefined;
  /** One listener for all of them, which knows by `this` who is gone. */
  private readonly onGone: (this: Socket) => void;

  /** @param late told of each connection whose time is up */
  constructor(private readonly late: (socket: Socket) => void) {
    const { due } = this;
    this.onGone = function () {
      due.delete(this);
    };
  }

  /** Watches a connection that has just come. */
  begin(socket: Socket): void {
    // Else connections that are long gone would be kept in memory, and many may come.
    socket.on('close', this.onGone);
    this.start(socket);
  }

  start(socket: Socket): void {
    // A whole number takes no memory of its own.
    this.due.set(socket, Math.ceil(performance.now() + this.timeout));
    this.timer ??= setTimeout(this.cut, this.timeout).unref();
  }

  /**
   * Watches a connection that was answered: its time begins with the first byte of its next request. That byte is looked for when
   * the timer runs anyway, so a request may take twice the time at most.
   */
  startAgain(socket: Connection): void {
    socket[answeredAt] = socket.bytesRead;
    this.start(socket);
  }

  end(socket: Duplex): void {
    this.due.delete(socket as Connection);
    // Most have asked for the first time, and do without.
    if (answeredAt in socket) socket[answeredAt] = undefined;
  }

  /** Has nothing to do with a connection any more: it is a WebSocket's, and those are many that stay for long. */
  leave(socket: Duplex): void {
    this.end(socket);
    socket.off('close', this.onGone);
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
      const read = socket[answeredAt];
      if (read === undefined) this.late(socket);
      else {
        if (socket.bytesRead !== read) socket[answeredAt] = undefined;
        this.start(socket);
      }
    }
  };
}
