import { describe, expect, it } from '@jest/globals';
import {
  limit,
  milliseconds,
  millisecondsOrNever,
  oneOf,
  resolveOptions,
  wholeNumber,
  type OptionRule,
  type OptionRules,
} from '../../src/options/option-table.js';
import { UsageError } from '../../src/vocabulary/errors.js';
import { thrown } from '../support-connection/deferred.js';

interface Some {
  readonly size: number;
  readonly time: number;
}

const RULES: OptionRules<Some> = { size: wholeNumber(5, 1, 9), time: milliseconds(100) };

function refusal(given: object): string {
  const error = thrown(() => resolveOptions(RULES, given));
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).code).toBe('WS_USAGE_OPTION');
  return (error as UsageError).message;
}

describe('resolveOptions', () => {
  it('gives the defaults of what is left out', () => {
    expect(resolveOptions(RULES, {})).toEqual({ size: 5, time: 100 });
    expect(resolveOptions(RULES, { size: 9 })).toEqual({ size: 9, time: 100 });
  });

  it('takes undefined for left out', () => {
    expect(resolveOptions<Some>(RULES, { size: undefined } as object)).toEqual({ size: 5, time: 100 });
  });

  it.each([null, 5, 'size'])('refuses %p for options, and null for one of them', (none) => {
    expect(refusal(none as never)).toContain('options are given as an object');
    expect(refusal({ size: null })).toBe('null is no good here: size must be a whole number from 1 to 9');
  });

  it('names an unknown option and lists those that there are', () => {
    expect(refusal({ sise: 3 })).toMatch(/^"sise" is no good here: .*use size, time$/);
  });

  it('does not take what every object has for an option', () => {
    expect(refusal({ toString: 3 })).toMatch(/^"toString" /);
  });

  it.each([0, 10, 1.5, NaN, Infinity, '5', true, {}])('refuses the size %p and names the option', (size) => {
    expect(refusal({ size })).toContain('size must be a whole number from 1 to 9');
  });

  it.each([1, 9])('takes a whole number at the border: %d', (size) => {
    expect(resolveOptions(RULES, { size }).size).toBe(size);
  });
});

describe('milliseconds', () => {
  it('is from 1 to the longest that a timer of Node can run', () => {
    expect(resolveOptions(RULES, { time: 1 }).time).toBe(1);
    expect(resolveOptions(RULES, { time: 2 ** 31 - 1 }).time).toBe(2 ** 31 - 1);
    expect(refusal({ time: 0 })).toContain('time must be');
    expect(refusal({ time: 2 ** 31 })).toContain('time must be');
  });
});

/** Which of some values a rule allows. */
function allowed(rule: OptionRule<unknown>, values: readonly unknown[]): unknown[] {
  return values.filter((value) => rule.allows(value));
}

const VALUES = [
  0,
  1,
  1.5,
  2 ** 31 - 1,
  2 ** 31,
  Infinity,
  -Infinity,
  Number.NaN,
  '1',
  undefined,
  'one',
  'two',
  'three',
];

describe('millisecondsOrNever', () => {
  it('is milliseconds, or Infinity', () => {
    const rule = millisecondsOrNever(Infinity);
    expect(allowed(rule, VALUES)).toEqual([1, 2 ** 31 - 1, Infinity]);
    expect([rule.default, rule.must]).toEqual([Infinity, 'a whole number from 1 to 2147483647, or Infinity']);
  });
});

describe('limit', () => {
  it('is a number of things, or Infinity', () => {
    const rule = limit(7);
    expect(allowed(rule, VALUES)).toEqual([1, 2 ** 31 - 1, Infinity]);
    expect(rule.default).toBe(7);
  });
});

describe('oneOf', () => {
  it('is one of the words; the first is the default', () => {
    const rule = oneOf('one', 'two');
    expect(allowed(rule, VALUES)).toEqual(['one', 'two']);
    expect([rule.default, rule.must]).toEqual(['one', "'one' or 'two'"]);
  });
});
