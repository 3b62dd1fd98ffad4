// One run: selects, measures, prints and writes. Progress goes to stderr, tables to stdout.
import { join } from 'node:path';
import { stage, stagingFolder } from '@ws4ts/pack';
import type { Arguments } from './arguments.js';
import { availableServers } from './measure/available.js';
import { runRounds, type Measurement } from './measure/rounds.js';
import { pairsIn, pairUp, roundOf } from './plan/pairs.js';
import { selectServers, yardstick, type ServerRow } from './plan/server-table.js';
import { planTiming } from './plan/timing.js';
import { selectWorkloads, workloads, type Workload } from './plan/workloads.js';
import { describeEnvironment, formatEnvironment } from './report/environment.js';
import { formatOutputs } from './report/outputs.js';
import { Progress } from './report/progress.js';
import { writeResults } from './report/results.js';
import { summarise } from './report/summary.js';
import { formatTables } from './report/table.js';
import { concerned, findMissed, isConcerned, targets } from './report/targets.js';

/** Where the figures that the documentation shows are. */
export const resultsFolder = join(import.meta.dirname, '..', '..', '..', 'docs', 'benchmarks', 'results');

const legend =
  `cost: of ${yardstick} the CPU time of its process, or memory; of the others the ratio to that in the\n` +
  'same round, below 1 is cheaper. a second: ~ where the server was not busy all the time, so that this is not its limit.\n' +
  'p50/p99: from a write to its last byte back, for what is pipelined, in bursts or one-way of the whole batch.\n';

export function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** False when a measurement failed, or a target that was to be checked is missed. */
export async function run(args: Arguments): Promise<boolean> {
  const chosen = chooseWorkloads(args);
  const servers = await availableServers(chooseServers(args), tell);
  const all = pairUp(chosen, servers);
  const pairs = args.check ? all.filter((pair) => isConcerned(pair) || args.servers.includes(pair.server.name)) : all;
  // What users install is bundled: that is what their programs wait for.
  if (pairs.some(({ workload }) => workload.plan.kind === 'import')) await stage(stagingFolder);
  const timing = planTiming(roundOf(pairs), args);
  const environment = describeEnvironment(servers, args.rounds, timing);
  const progress = new Progress(
    process.stderr,
    pairsIn(1, pairs).length + pairsIn(2, pairs).length * (args.rounds - 1),
  );
  const { measurements, failures } = await runRounds({ pairs, rounds: args.rounds, timing }, progress).finally(() =>
    progress.clear(),
  );
  const summaries = summarise(measurements, yardstick);
  const tables = `${formatTables(chosen, summaries, yardstick)}\n${formatOutputs(summaries)}`;
  process.stdout.write(`${formatEnvironment(environment)}\n${legend}\n${tables}`);
  const leavesOut = args.only.length > 0 || args.servers.length > 0 || args.quick || args.check;
  const folder = args.out ?? (leavesOut ? undefined : resultsFolder);
  if (folder !== undefined) writeResults(folder, { environment, summaries, measurements }, `${legend}\n${tables}`);
  for (const failure of failures) tell(failure);
  return (!args.check || check(chosen, measurements)) && failures.length === 0;
}

function chooseWorkloads({ only, all, check }: Arguments): readonly Workload[] {
  if (only.length > 0 || all || !check) return selectWorkloads(only, all ? 'all' : 'main');
  const names = new Set([...targets.map(({ workload }) => workload), 'start-up']);
  return workloads.filter(({ name }) => names.has(name));
}

function chooseServers({ servers, check }: Arguments): readonly ServerRow[] {
  return selectServers(check ? [...concerned, ...servers] : servers);
}

function check(chosen: readonly Workload[], measurements: readonly Measurement[]): boolean {
  const names = chosen.map(({ name }) => name);
  const missed = findMissed(targets, names, measurements);
  process.stdout.write(missed.length === 0 ? '\nevery target is met\n' : `\nmissed targets:\n${missed.join('\n')}\n`);
  return missed.length === 0;
}
