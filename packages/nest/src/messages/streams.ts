// The answers of one connection that are streams. They run beside the messages that come meanwhile, so that the client can
// cancel them; there is a limit to how many.
import type { WebSocket } from '@ws4ts/core';
import { Subscription, type Observable } from 'rxjs';
import type { Answer } from './answer.js';
import type { EnvelopeId } from './envelope-codec.js';

/** How much may wait to be sent before an iterable is asked for more, in bytes. */
const ENOUGH_WAITING = 64 * 1024;

/** The streams under way on one connection. */
export class Streams {
  private readonly cancels = new Map<unknown, () => void>();

  get size(): number {
    return this.cancels.size;
  }

  has(id: EnvelopeId): boolean {
    return this.cancels.has(id);
  }

  /** Ends a stream that is not wanted any more. */
  cancel(id: unknown): void {
    const cancel = this.cancels.get(id);
    this.cancels.delete(id);
    cancel?.();
  }

  /** Ends all: the connection is gone. */
  cancelAll(): void {
    for (const id of [...this.cancels.keys()]) this.cancel(id);
  }

  /** Sends what an observable emits, as it does. */
  observe(values: Observable<unknown>, answer: Answer, failed: (error: unknown) => void): void {
    const key = answer.id ?? answer;
    const subscription = new Subscription();
    this.cancels.set(key, () => subscription.unsubscribe());
    const send = (value: unknown): void => {
      // An observable that emits while it is subscribed to cannot be stopped yet.
      if (subscription.closed) return;
      try {
        answer.item(value);
      } catch (error) {
        this.cancel(key);
        failed(error);
      }
    };
    subscription.add(
      values.subscribe({
        next: send,
        error: (error) => {
          if (this.cancels.delete(key)) failed(error);
        },
        complete: () => {
          if (this.cancels.delete(key)) answer.done();
        },
      }),
    );
  }

  /** Sends what an iterable yields, as fast as the client takes it. */
  iterate(values: AsyncIterable<unknown>, socket: WebSocket, answer: Answer, failed: (error: unknown) => void): void {
    const key = answer.id ?? answer;
    const iterator = values[Symbol.asyncIterator]();
    this.cancels.set(key, () => void Promise.resolve(iterator.return?.()).catch(failed));
    void this.pump(iterator, key, socket, answer).catch((error: unknown) => {
      if (!this.cancels.has(key)) return;
      this.cancel(key);
      failed(error);
    });
  }

  private async pump(iterator: AsyncIterator<unknown>, key: unknown, socket: WebSocket, answer: Answer): Promise<void> {
    for (;;) {
      const { done, value } = await iterator.next();
      if (!this.cancels.has(key)) return;
      if (done) break;
      // Who closes is sent nothing more; an iterable that never waits would not let the close come about.
      if (!answer.isWanted) return this.cancel(key);
      answer.item(value);
      if (socket.bufferedAmount > ENOUGH_WAITING) await socket.flush();
    }
    this.cancels.delete(key);
    answer.done();
  }
}
