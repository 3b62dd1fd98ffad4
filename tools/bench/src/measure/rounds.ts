// Measures every pair of a workload and a server, one after another, in rounds.
import { join } from 'node:path';
import { measure, type Measured } from './measure.js';
import { Child } from '../process/child.js';
import { chooseCores, pin, type Cores } from '../process/cores.js';
import { pairsIn, type Pair } from '../plan/pairs.js';
import type { ServerRow } from '../plan/server-table.js';
import type { Timing } from '../plan/timing.js';
import type { Workload } from '../plan/workloads.js';

export interface Plan {
  pairs: readonly Pair[];
  rounds: number;
  timing: Timing;
}

export interface Measurement extends Measured {
  workload: string;
  server: string;
  round: number;
}

export interface Watcher {
  begin(workload: Workload, server: ServerRow, round: number): void;
  end(workload: Workload, measurement: Measurement): void;
}

export interface Found {
  measurements: readonly Measurement[];
  /** A sentence for each measurement that could not be believed or made. The run goes on after it. */
  failures: readonly string[];
}

export async function runRounds({ pairs, rounds, timing }: Plan, watcher: Watcher): Promise<Found> {
  const cores = chooseCores();
  const measurements: Measurement[] = [];
  const failures: string[] = [];
  let load = startLoad(cores);
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const { workload, server } of pairsIn(round, pairs)) {
        watcher.begin(workload, server, round);
        const own = { ...timing, warmUp: timing.warmUp * (workload.warmUps ?? 1) };
        try {
          const measured = await measure(server, workload.plan, load, own, cores);
          const measurement = { workload: workload.name, server: server.name, round, ...measured };
          measurements.push(measurement);
          watcher.end(workload, measurement);
        } catch (error) {
          const what = error instanceof Error ? error.message : String(error);
          failures.push(`${workload.name} on ${server.name}, round ${round}: ${what}`);
          // What is left of the load would disturb the next one.
          await load.end();
          load = startLoad(cores);
        }
      }
    }
  } finally {
    await load.end();
  }
  return { measurements, failures };
}

/** Runs the load generator, for as long as the work with it takes. */
export async function withLoad<T>(cores: Cores | undefined, work: (load: Child) => Promise<T>): Promise<T> {
  const load = startLoad(cores);
  try {
    return await work(load);
  } finally {
    await load.end();
  }
}

function startLoad(cores: Cores | undefined): Child {
  const file = join(import.meta.dirname, '..', 'load', 'generator.js');
  return new Child('the load generator', pin(cores?.load, [process.execPath, file]));
}
