// Profiles a server under workloads, between the same two moments of rest that costs are measured between: a flame graph of
// each, and one page that says whose code the time goes to.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arguments } from '../arguments.js';
import { Bed, withServer } from '../measure/measure.js';
import { withLoad } from '../measure/rounds.js';
import { canTake, selectServers, subject, type ServerRow } from '../plan/server-table.js';
import { costsMemory } from '../plan/load-plan.js';
import { selectWorkloads, type Workload } from '../plan/workloads.js';
import { chooseCores } from '../process/cores.js';
import { resultsFolder, tell } from '../run.js';
import { buildCallTree, type CpuProfile } from './call-tree.js';
import { drawFlameGraph } from './flame-graph.js';
import { byArea, byFunction, type Share } from './hot-spots.js';

const shown = { areas: 12, functions: 12 };

/** Profiles the subject, or the servers that are named, under the selected workloads that cost time. */
export async function profileWorkloads(args: Arguments): Promise<void> {
  const names = args.servers.length > 0 ? args.servers : [subject];
  const rows = selectServers(names).filter(({ name }) => names.includes(name));
  const timed = selectWorkloads(args.only, args.all ? 'all' : 'main').filter(
    ({ plan }) => !costsMemory(plan) && plan.kind !== 'import',
  );
  const folder = args.out ?? resultsFolder;
  mkdirSync(join(folder, 'flames'), { recursive: true });
  const sections: string[] = [];
  for (const row of rows) {
    for (const workload of timed.filter(({ plan }) => canTake(row, plan))) {
      tell(`profiling ${row.name}: ${workload.name}`);
      const tree = buildCallTree(await profile(row, workload, args));
      const title = `${row.name}: ${workload.name}`;
      const file = `flames/${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.svg`;
      writeFileSync(join(folder, file), drawFlameGraph(tree, title));
      sections.push(
        `## ${title}\n\n[flame graph](${file})\n\n${list(byArea(tree), shown.areas)}\n${list(byFunction(tree), shown.functions)}`,
      );
    }
  }
  const page = `# Whose code the CPU time goes to\n\nNode ${process.version}; for each workload by owner, then by function.\n\n${sections.join('\n')}`;
  writeFileSync(join(folder, 'profiles.md'), page);
  process.stdout.write(page);
}

async function profile(row: ServerRow, { plan, warmUps = 1 }: Workload, args: Arguments): Promise<CpuProfile> {
  const cores = chooseCores();
  return withLoad(cores, (load) =>
    withServer(row, cores, async (server, destination) => {
      const bed = new Bed(server, load);
      await bed.drive({ act: 'open', plan, destination });
      await bed.warmUp((args.warmUp ?? 500) * warmUps);
      await server.ask('profile', 60_000);
      await bed.run(args.duration ?? 2000);
      const profile = (await server.ask('profiled', 60_000)) as CpuProfile;
      await bed.drive({ act: 'close' });
      return profile;
    }),
  );
}

function list(shares: readonly Share[], most: number): string {
  return shares
    .slice(0, most)
    .map(({ name, share }) => `- ${(share * 100).toFixed(1)} % ${name.replaceAll('<', '&lt;')}\n`)
    .join('');
}
