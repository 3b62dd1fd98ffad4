// A test that prints fails: what is printed in a test that passes is noise that hides the next warning.
import { afterEach, beforeEach, jest } from '@jest/globals';

const WAYS = ['log', 'info', 'debug', 'warn', 'error', 'trace'] as const;
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const way of WAYS) {
    jest
      .spyOn(console, way)
      .mockImplementation((...words: unknown[]) => void printed.push(words.map(String).join(' ')));
  }
});

afterEach(() => {
  for (const way of WAYS) jest.mocked(console[way]).mockRestore();
  if (printed.length > 0) throw new Error(`the test has printed: ${printed.join('\n')}`);
});
