import { describe, expect, it } from '@jest/globals';
import { overlap, readName, readPattern } from '../../src/groups/topic.js';
import { expectUsageError } from '../support/expectations.js';

const fits = (pattern: string, name: string): boolean => overlap(readPattern(pattern), readName(name));

describe('a pattern', () => {
  it.each([
    ['chat', 'chat'],
    ['*', 'chat'],
    ['chat.*', 'chat.red'],
    ['chat.*', 'chat.'],
    ['*.red', 'chat.red'],
    ['*.*', 'chat.red'],
    ['>', 'chat'],
    ['>', ''],
    ['>', 'chat.red.dark'],
    ['chat.>', 'chat.red'],
    ['chat.>', 'chat.red.dark'],
    ['chat.*.dark', 'chat.red.dark'],
    ['chat.*', 'chat.*'],
    ['', ''],
  ])('%s fits %s', (pattern, name) => expect(fits(pattern, name)).toBe(true));

  it.each([
    ['chat', 'chats'],
    ['chat', 'chat.red'],
    ['chat.*', 'chat'],
    ['chat.*', 'chat.red.dark'],
    ['chat.*', 'news.red'],
    ['chat.>', 'chat'],
    ['chat.>', 'news.red'],
    ['*', 'chat.red'],
    ['chat.*.dark', 'chat.red.light'],
  ])('%s does not fit %s', (pattern, name) => expect(fits(pattern, name)).toBe(false));

  it.each(['chat.>.red', '>.', 'chat*', 'a.b>', '>>', '**', 5, undefined])('cannot be %p', (pattern) => {
    expectUsageError(() => readPattern(pattern as string), 'WS_USAGE_PATTERN');
  });
});

describe('two patterns', () => {
  const both = (one: string, other: string): boolean => overlap(readPattern(one), readPattern(other));

  it.each([
    ['chat.*', '*.red', true],
    ['chat.*', 'chat.>', true],
    ['chat.>', '>', true],
    ['*', '>', true],
    ['chat.*', 'news.*', false],
    ['chat.*', '*', false],
    ['chat.>', '*', false],
  ])('%s and %s have a name in common: %p', (one, other, isSo) => {
    expect([both(one, other), both(other, one)]).toEqual([isSo, isSo]);
  });
});

describe('a name', () => {
  it('has no wildcards', () => {
    expect(overlap(readName('*'), readName('chat'))).toBe(false);
    expect(overlap(readName('>'), readName('chat.red'))).toBe(false);
  });
});
