import { timersLeft, watchTimers } from '../src/timers.js';

const { setTimeout: plainTimeout, setInterval: plainInterval } = globalThis;

afterEach(() => void Object.assign(globalThis, { setTimeout: plainTimeout, setInterval: plainInterval }));

test('timers that keep no process alive are counted too, until they fire or are cleared', async () => {
  watchTimers();
  const interval = setInterval(() => undefined, 10_000).unref();
  const timeout = setTimeout(() => undefined, 10_000).unref();
  expect(timersLeft()).toBe(2);
  clearInterval(interval);
  expect(timersLeft()).toBe(1);
  clearTimeout(timeout);
  expect(timersLeft()).toBe(0);
  await new Promise<void>((resolve) => void setTimeout(resolve, 0));
  expect(timersLeft()).toBe(0);
});
