import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../src/vocabulary/inspect.js';

function named(): void {}

describe('inspect', () => {
  it.each<[value: unknown, shown: string]>([
    ['a "b"', '"a \\"b\\""'],
    ['two\r\nlines\0', '"two\\r\\nlines\\u0000"'],
    ['', '""'],
    ['x'.repeat(80), `"${'x'.repeat(80)}"`],
    ['x'.repeat(81), `"${'x'.repeat(80)}…"`],
    [1000, '1000'],
    [10n, '10'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
    [named, 'the function named'],
    [
      (
        () => () =>
          undefined
      )(),
      'the function without a name',
    ],
    [new Map(), 'an object of class Map'],
    [{}, 'an object of class Object'],
    [Object.create(null), 'an object of class null'],
  ])('case %#', (value, shown) => {
    expect(inspect(value)).toBe(shown);
  });

  it('stays on one line, also where the cut splits a character', () => {
    const shown = inspect(`${'x'.repeat(79)}😀 and more`);
    expect(shown).toBe(`"${'x'.repeat(79)}\\ud83d…"`);
  });
});
