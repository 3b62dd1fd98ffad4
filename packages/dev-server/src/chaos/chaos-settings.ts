// How badly a connection is to behave: values, their defaults and their limits.
import { UsageError } from '@ws4ts/core';

/** What a connection suffers, in both directions alike. Each at its default does nothing. */
export interface ChaosSettings {
  /** Delay of everything, in milliseconds, and how much more it may be by chance; the order stays. Default: 0. */
  readonly latency: number;
  readonly jitter: number;
  /** The part of the messages, pings and pongs that is lost, and of those that come twice: 0 to 1. Default: 0. */
  readonly loss: number;
  readonly duplication: number;
  /** Bytes a second; 0 is no limit. Default: 0. */
  readonly bandwidth: number;
  /** Cuts what is written into pieces of so many bytes; 0 leaves it whole. Default: 0. */
  readonly fragmentation: number;
  /** Cuts messages into frames of so many bytes of payload (§5.4); 0 leaves them as they are. Default: 0. */
  readonly fragments: number;
  /** Whether nothing gets through any more, while the connection seems to stand. Default: false. */
  readonly halfOpen: boolean;
}

/** A connection that behaves. */
export const NO_CHAOS: ChaosSettings = {
  latency: 0,
  jitter: 0,
  loss: 0,
  duplication: 0,
  bandwidth: 0,
  fragmentation: 0,
  fragments: 0,
  halfOpen: false,
};

/** The largest value of each number. */
const MOST: Readonly<Record<string, number>> = {
  latency: 60_000,
  jitter: 60_000,
  loss: 1,
  duplication: 1,
  bandwidth: 1e10,
  fragmentation: 1e9,
  fragments: 1e9,
};

/** What is counted in bytes of a piece: half of one would never be over. */
const WHOLE: ReadonlySet<string> = new Set(['fragmentation', 'fragments']);

/** Settings with some of them changed; throws a UsageError for one that does not exist or makes no sense. */
export function changeChaos(settings: ChaosSettings, changes: Partial<ChaosSettings>): ChaosSettings {
  for (const [name, value] of Object.entries(changes) as [string, unknown][]) {
    const most = MOST[name];
    const isGood =
      most === undefined
        ? name === 'halfOpen' && typeof value === 'boolean'
        : typeof value === 'number' && value >= 0 && value <= most && (!WHOLE.has(name) || Number.isInteger(value));
    if (isGood) continue;
    const must =
      most === undefined
        ? 'halfOpen is true or false'
        : `${name} is a ${WHOLE.has(name) ? 'whole ' : ''}number from 0 to ${most}`;
    throw new UsageError('WS_USAGE_OPTION', name in NO_CHAOS ? value : name, must);
  }
  return { ...settings, ...changes };
}
