// The soak itself: a wave to warm up, then churn, then a look at what is left.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Seen } from './load.js';
import type { Report } from './server.js';
import type { Settings } from './settings.js';

/** What came of it; no fault is a pass. */
export interface Outcome {
  readonly lines: readonly string[];
  readonly faults: readonly string[];
}

/** How much more memory than before may be left: a share of it, or what code that is compiled late takes, if that is more. */
const TOLERANCE = 0.05;
const SLACK = 2 ** 20;
const PATIENCE = 30_000;
const CHURN = 20;
const WARM_UPS = 5;

type Ask = <Answer>(request: string | readonly (string | number)[]) => Promise<Answer>;

function start(name: string, flags: string[]): { process: ChildProcess; ask: Ask } {
  const child = fork(new URL(`./${name}.js`, import.meta.url), [], { execArgv: flags });
  const ask: Ask = async <Answer>(request: string | readonly (string | number)[]) => {
    const answered = once(child, 'message', { signal: AbortSignal.timeout(10 * PATIENCE) });
    child.send(request);
    return (await answered)[0] as Answer;
  };
  return { process: child, ask };
}

/** Asks again until it is so, at most for PATIENCE; gives out the last answer. */
async function until<Answer>(ask: () => Promise<Answer>, isSo: (answer: Answer) => boolean): Promise<Answer> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (isSo(answer) || Date.now() > end) return answer;
    await pause(100);
  }
}

/** Runs it; `print` is told of progress. */
export async function soak(
  { connections, rounds, pause: time }: Settings,
  print: (line: string) => void,
): Promise<Outcome> {
  const server = start('server', ['--expose-gc']);
  const [port] = (await once(server.process, 'message')) as [number];
  const load = start('load', []);
  const emptied = async (): Promise<Report> => {
    await load.ask(['drop', connections * 2]);
    await until(
      () => server.ask<Report>('report'),
      ({ sockets, timers }) => sockets === 0 && timers === 0,
    );
    // What Node keeps for a while after the last socket, such as its own timers, goes in a second or two.
    await pause(Math.min(time * 3, 3000));
    return server.ask<Report>('report');
  };
  try {
    const churn = async (): Promise<void> => {
      const share = Math.ceil(connections / CHURN);
      await Promise.all([load.ask(['say']), server.ask('tell')]);
      await load.ask(['drop', share]);
      await load.ask(['open', port, share]);
      await server.ask('tell');
    };
    // What is compiled and set aside only once is there before it counts.
    await load.ask(['open', port, connections]);
    for (let round = 0; round < WARM_UPS; round++) await churn();
    const before = await emptied();
    print(`warm: ${describe(before)}`);
    await load.ask(['open', port, connections]);
    for (let round = 1; round <= rounds; round++) {
      await churn();
      if (round % Math.ceil(rounds / 10) === 0)
        print(`round ${round}: ${describe(await server.ask<Report>('report'))}`);
      await pause(time);
    }
    const told = await server.ask<number>('tell');
    const seen = await until(
      () => load.ask<Seen>(['seen', told]),
      ({ open, upToDate }) => upToDate === open,
    );
    const after = await emptied();
    return judge(before, after, seen);
  } finally {
    load.process.disconnect();
    server.process.disconnect();
  }
}

function describe({ rss, heap, sockets, timers, resources }: Report): string {
  const [all, used] = [rss, heap].map((bytes) => (bytes / 2 ** 20).toFixed(1));
  return `${all} MiB, ${used} in the heap, ${sockets} sockets, ${timers} timers, ${JSON.stringify(resources)}`;
}

function judge(before: Report, after: Report, seen: Seen): Outcome {
  const faults = [
    ...seen.failures.map((reason) => `a client could not connect: ${reason}`),
    ...seen.faults.slice(0, 10),
  ];
  if (seen.open === 0) faults.push('no client was left to hear anything');
  if (seen.upToDate < seen.open) faults.push(`${seen.open - seen.upToDate} clients have not heard everything`);
  if (after.sockets > 0) faults.push(`${after.sockets} sockets are left`);
  if (after.timers > 0) faults.push(`${after.timers} timers are left`);
  for (const kind of ['rss', 'heap'] as const) {
    if (after[kind] > before[kind] + Math.max(before[kind] * TOLERANCE, SLACK))
      faults.push(`memory (${kind}) has grown from ${before[kind]} to ${after[kind]} bytes`);
  }
  if (after.overfull === 0) faults.push('no client has stopped reading for long enough to be closed');
  if (after.listeners > before.listeners) faults.push(`${after.listeners - before.listeners} listeners are left`);
  for (const [kind, count] of Object.entries(after.resources)) {
    const more = count - (before.resources[kind] ?? 0);
    if (more > 0) faults.push(`${more} more of ${kind} are left`);
  }
  const lines = [
    `${seen.opened} clients in all, ${seen.open} at the end, ${seen.upToDate} of them have heard everything in order`,
    `before: ${describe(before)}`,
    `after:  ${describe(after)}`,
  ];
  return { lines, faults };
}
