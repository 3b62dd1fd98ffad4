import { jest } from '@jest/globals';

/** Makes the timers that are set from now on countable by `jest.getTimerCount()`; the event loop turns as ever. */
export function countTimers(): void {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
}
