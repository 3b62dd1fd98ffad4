// The answers to one request, in the order in which they came, until the last.
import { RemoteException } from './remote-exception.js';

/** How many answers may wait to be asked for. */
const MOST_WAITING = 1024;

/** Answers that wait for who asks, and who asks that waits for answers. */
export class Answers {
  private readonly waiting: unknown[] = [];
  private isOver = false;
  private failure: { readonly reason: unknown } | undefined;
  private wake: (() => void) | undefined;

  /** Takes one in. When too many wait, no more are taken, and who asks is told so behind them. */
  put(value: unknown): void {
    if (this.isOver) return;
    if (this.waiting.length === MOST_WAITING) {
      const message = `more than ${MOST_WAITING} answers wait to be read`;
      return this.fail(new RemoteException({ code: 'WS_TOO_SLOW', message }));
    }
    this.waiting.push(value);
    this.wake?.();
  }

  /** There are no more. */
  end(): void {
    this.isOver = true;
    this.wake?.();
  }

  /** There are no more, because of an error; those that wait are still given out. */
  fail(reason: unknown): void {
    this.failure ??= { reason };
    this.end();
  }

  /** Gives out all of them. */
  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, void> {
    for (;;) {
      while (this.waiting.length > 0) yield this.waiting.shift();
      if (this.failure !== undefined) throw this.failure.reason;
      if (this.isOver) return;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
