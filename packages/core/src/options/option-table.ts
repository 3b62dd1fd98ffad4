// Options are checked once, when they are given: an unknown one or a value out of range never goes unnoticed.
import { UsageError } from '../vocabulary/errors.js';

/** One option: its default, and what it may be. */
export interface OptionRule<Value> {
  readonly default: Value;
  readonly allows: (value: unknown) => boolean;
  /** What it may be, in words: the end of the sentence "maxMessageSize must be …". */
  readonly must: string;
}

/** The rules of a set of options, by name. */
export type OptionRules<Options> = { readonly [Name in keyof Options]-?: OptionRule<Options[Name]> };

/** Throws a UsageError for options that are none, an unknown one, and a value that is no good. Undefined is left out. */
export function checkOptions<Options extends object>(rules: OptionRules<Options>, given: object): void {
  if (typeof given !== 'object' || given === null) {
    throw new UsageError('WS_USAGE_OPTION', given, 'options are given as an object');
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(rules, name)) {
      throw new UsageError('WS_USAGE_OPTION', name, `there is no such option; use ${Object.keys(rules).join(', ')}`);
    }
    const { allows, must } = rules[name as keyof Options];
    const value = given[name as never] as unknown;
    if (value !== undefined && !allows(value))
      throw new UsageError('WS_USAGE_OPTION', value, `${name} must be ${must}`);
  }
}

/** Completes options by their defaults; throws a UsageError that names the offending one. */
export function resolveOptions<Options extends object>(
  rules: OptionRules<Options>,
  given: Readonly<Partial<Options>>,
): Readonly<Options> {
  checkOptions(rules, given);
  const resolved: Partial<Options> = {};
  for (const name of Object.keys(rules) as (keyof Options & string)[]) {
    const value = given[name];
    resolved[name] = value === undefined ? rules[name].default : value;
  }
  return resolved as Options;
}

/** A whole number from `least` to `most`. */
export function wholeNumber(fallback: number, least: number, most: number): OptionRule<number> {
  return {
    default: fallback,
    allows: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    must: `a whole number from ${least} to ${most}`,
  };
}

/** The longest time that a timer of Node can run, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A time in milliseconds, at least 1. */
export function milliseconds(fallback: number): OptionRule<number> {
  return wholeNumber(fallback, 1, LONGEST_TIMER);
}

/** A time in milliseconds, at least 1, or `Infinity` for never. */
export function millisecondsOrNever(fallback: number): OptionRule<number> {
  return orInfinity(fallback, milliseconds(1));
}

/** A whole number of things, at least 1, or `Infinity` for as many as come. */
export function limit(fallback: number): OptionRule<number> {
  return orInfinity(fallback, wholeNumber(1, 1, 2 ** 31 - 1));
}

function orInfinity(fallback: number, { allows, must }: OptionRule<number>): OptionRule<number> {
  return {
    default: fallback,
    allows: (value) => value === Infinity || allows(value),
    must: `${must}, or Infinity`,
  };
}

/** Yes or no. */
export function yesOrNo(fallback: boolean): OptionRule<boolean> {
  return { default: fallback, allows: (value) => typeof value === 'boolean', must: 'true or false' };
}

/** One of some words; the first is the default. */
export function oneOf<Word extends string>(fallback: Word, ...others: Word[]): OptionRule<Word> {
  const words: readonly unknown[] = [fallback, ...others];
  return {
    default: fallback,
    allows: (value) => words.includes(value),
    must: words.map((word) => `'${String(word)}'`).join(' or '),
  };
}
