import { jest } from '@jest/globals';
import { Tokens } from '../../src/accounts/tokens.js';

const ANN = { id: '1', name: 'Ann' };
const HOUR = 60 * 60 * 1000;

afterEach(() => void jest.useRealTimers());

test('a token says who one is, for 12 hours', () => {
  jest.useFakeTimers({ now: 0 });
  const tokens = new Tokens('key');
  const token = tokens.issue(ANN);
  expect(tokens.read(token)).toEqual({ user: ANN, expiresAt: 12 * HOUR });
  jest.setSystemTime(12 * HOUR - 1);
  expect(tokens.read(token)?.user).toEqual(ANN);
  jest.setSystemTime(12 * HOUR);
  expect(tokens.read(token)).toBeUndefined();
});

test('one that was signed with another key is none', () => {
  expect(new Tokens('key').read(new Tokens('other key').issue(ANN))).toBeUndefined();
});

test('one that was changed is none, wherever', () => {
  const tokens = new Tokens('key');
  const token = tokens.issue(ANN);
  const changed = Array.from(token, (letter, at) => {
    // These two differ in a bit that means something in the last letter too.
    const other = letter === 'A' ? 'Q' : 'A';
    return token.slice(0, at) + other + token.slice(at + 1);
  });
  expect(changed.filter((one) => tokens.read(one) !== undefined)).toEqual([]);
});

test.each(['', '.', 'a', 'a.b', '.'.repeat(9)])('%p is none', (text) => {
  expect(new Tokens('key').read(text)).toBeUndefined();
});
