// Measures one server under one workload: a fresh server process, a warm-up, then the clock.
import { stagingFolder } from '@ws4ts/pack';
import type { LoadReply, LoadRequest } from '../load/generator.js';
import type { Destination } from '../load/load.js';
import type { Run } from '../load/tally.js';
import { importTime } from './import-time.js';
import { Child } from '../process/child.js';
import { pin, type Cores } from '../process/cores.js';
import { commandOf, type ServerRow } from '../plan/server-table.js';
import type { ServerRequest } from '../servers/contract.js';
import type { Timing } from '../plan/timing.js';
import { costsMemory, type LoadPlan } from '../plan/load-plan.js';

export interface Speed {
  /** Units (messages, deliveries, connections) a second. */
  rate: number;
  /** Milliseconds from a batch's write to its last byte back. */
  p50: number;
  p99: number;
  /** The share of one core that the server used: well below 1, it waited for the load, and the rate is not its limit. */
  busy: number;
}

/** What the server sent. */
export interface Output {
  /** Bytes on the wire a message, its header included. */
  bytes: number;
  /** To what zlib at level 6 with the largest window and takeover sends for the same messages. */
  ratio: number;
}

export interface Measured {
  /** Microseconds of server CPU time a unit, or of an import's; of an idle connection bytes of resident memory. */
  cost: number;
  speed: Speed | null;
  /** For compressed messages. */
  output: Output | null;
  /** Milliseconds of the longest stop for garbage; null where the runtime does not tell. */
  pause: number | null;
}

/** Times what was asked for. */
const longestWarmUp = 4;

/** A server and the load generator, as far as one measurement uses them. */
export class Bed {
  constructor(
    readonly server: Child,
    readonly load: Child,
  ) {}

  async ask(request: ServerRequest): Promise<number> {
    return Number(await this.server.ask(request, 60_000));
  }

  async longestPause(): Promise<number | null> {
    return (await this.server.ask('pauses' satisfies ServerRequest)) as number | null;
  }

  async drive(request: LoadRequest): Promise<Run | null> {
    const limit = request.act === 'run' ? 30_000 + request.milliseconds : 180_000;
    const reply = (await this.load.ask(request, limit)) as LoadReply;
    if ('failed' in reply) throw new Error(`the load failed: ${reply.failed}`);
    return reply.done;
  }

  async run(milliseconds: number): Promise<Run> {
    const run = await this.drive({ act: 'run', milliseconds });
    if (!run) throw new Error('the load did not run');
    return run;
  }

  /** Runs until the server has used so much CPU time, and not for ever: where others want the core too, it gets less. */
  async warmUp(milliseconds: number): Promise<void> {
    const enough = (await this.ask('cpu')) + milliseconds * 1000;
    const latest = performance.now() + milliseconds * longestWarmUp;
    do await this.run(milliseconds / 2);
    while ((await this.ask('cpu')) < enough && performance.now() < latest);
  }
}

export async function measure(
  row: ServerRow,
  plan: LoadPlan,
  load: Child,
  timing: Timing,
  cores?: Cores,
): Promise<Measured> {
  if (plan.kind === 'import') {
    const cost = importTime(row.module ?? '', stagingFolder, cores?.server);
    return { cost, speed: null, output: null, pause: null };
  }
  return withServer(row, cores, async (server, destination) => {
    const bed = new Bed(server, load);
    const open = (plan: LoadPlan) => bed.drive({ act: 'open', plan, destination });
    const measured = costsMemory(plan)
      ? await measureMemory(bed, plan, open)
      : await measureTime(bed, plan, open, timing);
    await bed.drive({ act: 'close' });
    return measured;
  });
}

/** Starts the server, for as long as the work with it takes. */
export async function withServer<T>(
  row: ServerRow,
  cores: Cores | undefined,
  work: (server: Child, destination: Destination) => Promise<T>,
): Promise<T> {
  const server = new Child(`the server ${row.name}`, pin(cores?.server, commandOf(row)), row.environment);
  try {
    const port = Number(await server.receive());
    return await work(server, { port, sendsMasked: row.sendsMasked ?? false, dialect: row.dialect ?? 'plain' });
  } finally {
    await server.end();
  }
}

type Open = (plan: LoadPlan) => Promise<Run | null>;

async function measureTime(bed: Bed, plan: LoadPlan, open: Open, { warmUp, duration }: Timing): Promise<Measured> {
  await open(plan);
  await bed.warmUp(warmUp);
  await bed.longestPause();
  const before = await bed.ask('cpu');
  const { units, seconds, p50, p99, output } = await bed.run(duration);
  const spent = (await bed.ask('cpu')) - before;
  return {
    cost: spent / units,
    speed: { rate: units / seconds, p50, p99, busy: spent / (seconds * 1e6) },
    output: output ? { bytes: output.bytes / units, ratio: output.bytes / output.reference } : null,
    pause: await bed.longestPause(),
  };
}

async function measureMemory(
  bed: Bed,
  plan: Extract<LoadPlan, { kind: 'idle' | 'compressed-idle' }>,
  open: Open,
): Promise<Measured> {
  // From a fresh server on: what a busy past has left in reserve would be used by the connections and not be counted.
  if (plan.kind === 'compressed-idle') {
    // But for what the first compressed message loads.
    await open({ ...plan, connections: 10 });
    await bed.drive({ act: 'close' });
  }
  const before = await bed.ask('memory');
  await open(plan);
  return { cost: ((await bed.ask('memory')) - before) / plan.connections, speed: null, output: null, pause: null };
}
