import type { Data } from '../../src/messages/data.js';
import { deferred } from './deferred.js';

/** Parts that are there at once, each a microtask after the one before. */
export async function* parts<Part>(...list: Part[]): AsyncGenerator<Part> {
  for (const part of list) {
    await Promise.resolve();
    yield part;
  }
}

/** Parts that a test gives one by one, then ends or fails. */
export interface Fed {
  readonly give: (part: Data) => void;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
  readonly parts: AsyncIterable<Data>;
}

export function fed(): Fed {
  let next = deferred<Data | undefined>();
  const queue: Promise<Data | undefined>[] = [next.promise];
  const push = (value: Data | undefined): void => {
    next.resolve(value);
    next = deferred();
    queue.push(next.promise);
  };
  return {
    give: push,
    end: () => push(undefined),
    fail: (error) => next.reject(error),
    parts: (async function* () {
      for (;;) {
        const part = await queue.shift()!;
        if (part === undefined) return;
        yield part;
      }
    })(),
  };
}
