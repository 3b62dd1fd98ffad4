// How a server sends everyone home.
import { milliseconds, resolveOptions, wholeNumber, type OptionRules } from '../../options/option-table.js';
import { CloseCode } from '../../vocabulary/close-codes.js';
import { UsageError } from '../../vocabulary/errors.js';
import { writeClosePayload } from '../../wire/close-payload.js';

/** How everyone is sent home. Times are in milliseconds. */
export interface DrainOptions {
  /** The close code: 1001, "going away", or 1012, "service restart". Default: 1001. */
  readonly code?: number;
  /** The reason, at most 123 bytes in UTF-8. Default: none. */
  readonly reason?: string;
  /** The sockets are closed one after another over this time, so that clients do not all come back at once. Default: 0. */
  readonly jitter?: number;
  /** After this time, which the jitter is a part of, what is still connected is cut. Default: 10,000. */
  readonly timeout?: number;
}

const DRAIN_OPTIONS: OptionRules<Required<DrainOptions>> = {
  code: { default: CloseCode.goingAway, allows: (value) => typeof value === 'number', must: 'a close code' },
  reason: { default: '', allows: (value) => typeof value === 'string', must: 'a string' },
  jitter: wholeNumber(0, 0, 2 ** 31 - 1),
  timeout: milliseconds(10_000),
};

/** Completes the options; throws a UsageError for what is no good, and for a jitter that the timeout would cut short. */
export function resolveDrain(given: DrainOptions): Required<DrainOptions> {
  const options = resolveOptions(DRAIN_OPTIONS, given);
  writeClosePayload(options.code, options.reason);
  if (options.jitter > 0 && options.jitter >= options.timeout) {
    throw new UsageError('WS_USAGE_OPTION', options.jitter, `jitter must be less than the timeout, ${options.timeout}`);
  }
  return options;
}
