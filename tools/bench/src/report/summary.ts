// Brings the rounds together: medians, and each cost as a ratio to the yardstick's in the same round.
import type { Output, Speed } from '../measure/measure.js';
import { median } from '../median.js';
import type { Measurement } from '../measure/rounds.js';

export interface Summary {
  workload: string;
  server: string;
  cost: number;
  /** Below 1: cheaper than the yardstick. */
  ratio: number;
  speed: Speed | null;
  output: Output | null;
  /** Of all rounds the longest. */
  pause: number | null;
}

/** One summary for each workload and server, in the order in which they first ran. */
export function summarise(measurements: readonly Measurement[], yardstick: string): Summary[] {
  const groups = new Map<string, Measurement[]>();
  for (const measurement of measurements) {
    const key = JSON.stringify([measurement.workload, measurement.server]);
    groups.set(key, [...(groups.get(key) ?? []), measurement]);
  }
  const yardsticks = new Map<string, number>();
  for (const { workload, server, round, cost } of measurements) {
    if (server === yardstick) yardsticks.set(JSON.stringify([workload, round]), cost);
  }
  return [...groups.values()].map((group) => {
    const { workload, server } = group[0]!;
    const ratios = group.map(({ round, cost }) => cost / (yardsticks.get(JSON.stringify([workload, round])) ?? NaN));
    return {
      workload,
      server,
      cost: median(group.map(({ cost }) => cost)),
      ratio: median(ratios),
      speed: mediansOf(
        group.flatMap(({ speed }) => speed ?? []),
        ['rate', 'p50', 'p99', 'busy'],
      ),
      output: mediansOf(
        group.flatMap(({ output }) => output ?? []),
        ['bytes', 'ratio'],
      ),
      pause: longest(group.flatMap(({ pause }) => pause ?? [])),
    };
  });
}

/** Of each key the median of its values; null when there are none. */
function mediansOf<K extends string>(
  values: readonly Record<K, number>[],
  keys: readonly K[],
): Record<K, number> | null {
  if (values.length === 0) return null;
  return Object.fromEntries(keys.map((key) => [key, median(values.map((value) => value[key]))])) as Record<K, number>;
}

function longest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}
