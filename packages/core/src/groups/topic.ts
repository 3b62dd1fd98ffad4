// Names in segments with dots between, and the patterns that stand for many of them, as users of NATS know them.
import { UsageError } from '../vocabulary/errors.js';

/** Any one segment. */
const ONE = Symbol('*');
/** All that is left, at least one segment. */
const REST = Symbol('>');

/** The segments of a name or of a pattern. */
export type Topic = readonly (string | typeof ONE | typeof REST)[];

/** The segments of a name; nothing in a name is a wildcard. */
export function readName(name: string): Topic {
  return name.split('.');
}

/** The segments of a pattern: `*` is any one segment, `>` at the end all that is left. Throws a UsageError. */
export function readPattern(pattern: string): Topic {
  if (typeof pattern !== 'string') throw new UsageError('WS_USAGE_PATTERN', pattern);
  const segments = pattern.split('.');
  const isGood = (segment: string, i: number): boolean =>
    segment === '*' || (segment === '>' ? i === segments.length - 1 : !/[*>]/.test(segment));
  if (!segments.every(isGood)) throw new UsageError('WS_USAGE_PATTERN', pattern);
  return segments.map((segment) => (segment === '*' ? ONE : segment === '>' ? REST : segment));
}

/** Whether there is a name that both stand for. */
export function overlap(one: Topic, other: Topic): boolean {
  for (let i = 0; i < one.length && i < other.length; i++) {
    const [a, b] = [one[i], other[i]];
    if (a === REST || b === REST) return true;
    if (a !== b && a !== ONE && b !== ONE) return false;
  }
  return one.length === other.length;
}
