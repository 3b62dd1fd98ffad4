// Which server is measured under which workload.
import { canTake, type ServerRow } from './server-table.js';
import type { Round } from './timing.js';
import type { Workload } from './workloads.js';

export interface Pair {
  workload: Workload;
  server: ServerRow;
}

/** The servers of one workload next to each other, so that whatever else the machine does meets all of them alike. */
export function pairUp(workloads: readonly Workload[], servers: readonly ServerRow[]): Pair[] {
  return workloads.flatMap((workload) =>
    servers.filter((server) => canTake(server, workload.plan)).map((server) => ({ workload, server })),
  );
}

/** What is measured in a round; the first one has number 1. */
export function pairsIn(round: number, pairs: readonly Pair[]): readonly Pair[] {
  return round === 1 ? pairs : pairs.filter(({ workload }) => !workload.isOnce);
}

/** What one round over the pairs takes. */
export function roundOf(pairs: readonly Pair[]): Round {
  const warmUps = pairs.reduce((sum, { workload }) => sum + (workload.warmUps ?? 1), 0);
  return { measurements: pairs.length, warmUps };
}
