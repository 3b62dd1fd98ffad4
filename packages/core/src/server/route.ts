// The pattern of a path: literal segments, `:name` for one segment, and `*name` at the end for all that is left.
import { UsageError } from '../vocabulary/errors.js';

/** The values of a pattern's names. */
export type Params = Readonly<Record<string, string>>;

const NO_PARAMS: Params = Object.freeze({});
const SEGMENT = /^(?::([A-Za-z_]\w*)|\*([A-Za-z_]\w*)|[^:*]*)$/;

/**
 * A path with its segments decoded, so that paths that mean the same are the same (RFC 3986 §6.2.2); what would be taken for
 * something else, a slash or the percent sign, stays encoded. Undefined when the percent-encoding is broken.
 */
export function plainPath(path: string): string | undefined {
  if (!path.includes('%')) return path;
  try {
    return path.split('/').map(decodeSegment).join('/');
  } catch {
    return undefined;
  }
}

function decodeSegment(segment: string): string {
  return decodeURIComponent(segment).replace(/[%/]/g, encodeURIComponent);
}

/** A compiled pattern. */
export class Route {
  readonly isLiteral: boolean;
  /** The pattern with its segments decoded. */
  readonly path: string;
  private readonly names: string[] = [];
  private readonly matcher: RegExp;

  /** Throws a UsageError for a pattern that cannot be understood. */
  constructor(readonly pattern: string) {
    if (typeof pattern !== 'string' || !pattern.startsWith('/')) throw new UsageError('WS_USAGE_ROUTE', pattern);
    const path = plainPath(pattern);
    if (path === undefined || /[?#]/.test(pattern)) {
      throw new UsageError(
        'WS_USAGE_ROUTE',
        pattern,
        'a path has no query, no fragment, and no % that encodes nothing',
      );
    }
    this.path = path;
    const segments = pattern.slice(1).split('/');
    this.isLiteral = segments.every((segment) => !/[:*]/.test(segment));
    this.matcher = new RegExp(
      `^${segments.map((segment, i) => this.compile(segment, i === segments.length - 1)).join('')}$`,
      's',
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
    if (name === undefined && rest === undefined)
      return `/${decodeSegment(segment).replace(/[.+?^${}()|[\]\\]/g, '\\$&')}`;
    this.names.push((name ?? rest)!);
    return rest === undefined ? '/([^/]+)' : '/(.*)';
  }

  /** The values of the names when a path fits; undefined when it does not, or when its percent-encoding is broken. */
  match(path: string): Params | undefined {
    const plain = plainPath(path);
    if (plain === undefined) return undefined;
    if (this.isLiteral) return plain === this.path ? NO_PARAMS : undefined;
    const values = this.matcher.exec(plain);
    if (values === null) return undefined;
    return Object.fromEntries(this.names.map((name, i) => [name, decodeURIComponent(values[i + 1]!)]));
  }
}
