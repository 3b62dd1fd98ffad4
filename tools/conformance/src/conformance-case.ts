// The form of a case. A case is data with one function; the tables in `cases/` hold nothing else.
import type { ServerUnderTest } from './server-under-test.js';
import type { Settings } from './settings.js';

/** One thing that the RFC demands of a server, and how to see whether it does it. */
export interface ConformanceCase {
  /** Unique. Digits alone follow the numbering of the Autobahn test suite; names are this suite's own. */
  readonly id: string;
  /** Where it is written; "§" alone is RFC 6455. */
  readonly section: string;
  /** One plain sentence: what a conformant server does. */
  readonly says: string;
  /** Returns why this case cannot judge a server with these settings. */
  readonly needs?: (settings: Settings) => string | undefined;
  /** True for cases that need the machine for themselves. */
  readonly alone?: boolean;
  /** Milliseconds; overrides the run's limit. */
  readonly timeout?: number;
  /** Throws a `Failure` when the server breaks the rule. */
  run(server: ServerUnderTest): Promise<void>;
}
