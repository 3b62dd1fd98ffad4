// The pattern of a path: literal segments, `:name` for one segment, and `*name` at the end for all that is left.
import { UsageError } from '../vocabulary/errors.js';

/** The values of a pattern's names. */
export type Params = Readonly<Record<string, string>>;

const NO_PARAMS: Params = Object.freeze({});
const SEGMENT = /^(?::([A-Za-z_]\w*)|\*([A-Za-z_]\w*)|[^:*]*)$/;

/** A compiled pattern. */
export class Route {
  readonly isLiteral: boolean;
  private readonly names: string[] = [];
  private readonly matcher: RegExp;

  /** Throws a UsageError for a pattern that cannot be understood. */
  constructor(readonly pattern: string) {
    if (typeof pattern !== 'string' || !pattern.startsWith('/')) throw new UsageError('WS_USAGE_ROUTE', pattern);
    const segments = pattern.slice(1).split('/');
    this.isLiteral = segments.every((segment) => !/[:*]/.test(segment));
    this.matcher = new RegExp(
      `^${segments.map((segment, i) => this.compile(segment, i === segments.length - 1)).join('')}$`,
    );
  }

  private compile(segment: string, isLast: boolean): string {
    const [whole, name, rest] = SEGMENT.exec(segment) ?? [];
    if (whole === undefined || (rest !== undefined && !isLast) || this.names.includes((name ?? rest)!)) {
      throw new UsageError(
        'WS_USAGE_ROUTE',
        this.pattern,
        'a segment is literal, :name, or at the end *name, and no name stands twice',
      );
    }
    if (name === undefined && rest === undefined) return `/${segment.replace(/[.+?^${}()|[\]\\]/g, '\\$&')}`;
    this.names.push((name ?? rest)!);
    return rest === undefined ? '/([^/]+)' : '/(.*)';
  }

  /** The values of the names when a path fits; undefined when it does not, or when its percent-encoding is broken. */
  match(path: string): Params | undefined {
    if (this.isLiteral) return path === this.pattern ? NO_PARAMS : undefined;
    const values = this.matcher.exec(path);
    if (values === null) return undefined;
    try {
      return Object.fromEntries(this.names.map((name, i) => [name, decodeURIComponent(values[i + 1]!)]));
    } catch {
      return undefined;
    }
  }
}
