// What our servers promise: of another server's cost in the same round, at most so much.
import type { Measurement } from '../measure/rounds.js';
import type { Pair } from '../plan/pairs.js';
import { subject, yardstick } from '../plan/server-table.js';
import { summarise, type Summary } from './summary.js';

export interface Target {
  workload: string;
  /** Who promises it: ws4ts on node:http when absent. */
  server?: string;
  /** Whose cost it is compared to: that of ws when absent. */
  against?: string;
  /** The highest ratio of the two costs that meets the target. */
  atMost: number;
  /** The highest ratio of what we send to what zlib does at level 6. */
  output?: number;
}

/** Milliseconds that no stop for garbage exceeds while messages are pipelined. */
export const longestPause = 20;
/** Microseconds of CPU time that importing core takes, beyond Node's own start. */
export const slowestImport = 15_000;

const zlib = { output: 1.15 };

/** Once a connection is open, a framework's door costs no message anything. */
const asPlain = { against: subject, atMost: 1.05 } as const;
const messages = ['ping-pong 20 B text', 'ping-pong 1 KiB binary', 'pipelined 64 x 20 B text'];
/** Of what the same costs with Nest's own adapter. */
const ofPlatformWs = { against: 'platform-ws', atMost: 0.7 } as const;
const envelopes = ['enveloped ping-pong 125 B', 'enveloped pipelined 16 x 125 B'];

export const targets: readonly Target[] = [
  { workload: 'ping-pong 20 B text', atMost: 0.8 },
  { workload: 'ping-pong 1 KiB text', atMost: 0.72 },
  { workload: 'ping-pong 1 KiB non-ASCII text', atMost: 0.75 },
  { workload: 'ping-pong 1 KiB binary', atMost: 0.66 },
  { workload: 'ping-pong 16 KiB binary', atMost: 0.28 },
  { workload: 'ping-pong 64 KiB binary', atMost: 0.34 },
  { workload: 'ping-pong 1 MiB binary', atMost: 0.3 },
  { workload: 'pipelined 64 x 20 B text', atMost: 0.05 },
  { workload: 'pipelined 64 x 125 B binary', atMost: 0.05 },
  { workload: 'pipelined 32 x 1 KiB text', atMost: 0.17 },
  { workload: 'pipelined 32 x 1 KiB binary', atMost: 0.1 },
  { workload: 'pipelined 8 x 16 KiB binary', atMost: 0.26 },
  { workload: 'broadcast to 1000, 64 B, one at a time', atMost: 0.9 },
  { workload: 'broadcast to 1000, 64 B, bursts of 16', atMost: 0.065 },
  { workload: 'broadcast to 200, 1 KiB, bursts of 4', atMost: 0.36 },
  { workload: 'handshake and close', atMost: 0.7 },
  { workload: 'memory of an idle connection', atMost: 0.85 },
  { workload: 'deflate ping-pong 1 KiB JSON', atMost: 0.35, ...zlib },
  { workload: 'deflate pipelined 16 x 1 KiB JSON', atMost: 0.16, ...zlib },
  { workload: 'memory of an idle connection that has compressed', atMost: 0.33 },
  ...['koa', 'nest'].flatMap((server) => messages.map((workload) => ({ workload, server, ...asPlain }))),
  { workload: 'handshake and close', server: 'koa', against: subject, atMost: 1.5 },
  ...['nest', 'nest gateway'].flatMap((server) => envelopes.map((workload) => ({ workload, server, ...ofPlatformWs }))),
];

/** Who has to run for the targets. */
export const concerned: readonly string[] = [...new Set(targets.flatMap(sidesOf))];

/** Whether a target needs the pair; what the subject does counts on every workload. */
export function isConcerned({ workload, server }: Pair): boolean {
  if (server.name === subject || server.name === yardstick) return true;
  return targets.some((target) => target.workload === workload.name && sidesOf(target).includes(server.name));
}

/** A sentence for each target of the selected workloads that is missed; a target that was not measured is. */
export function findMissed(
  wanted: readonly Target[],
  selected: readonly string[],
  measurements: readonly Measurement[],
): string[] {
  const ratios = wanted
    .filter(({ workload }) => selected.includes(workload))
    .flatMap((target) => missedBy(target, measurements));
  const ours = measurements.filter(({ server }) => server === subject);
  return [...ratios, ...summarise(ours, yardstick).flatMap(limitsMissed)];
}

function missedBy(target: Target, measurements: readonly Measurement[]): string[] {
  const { workload, atMost, output } = target;
  const [server, against] = sidesOf(target);
  const of = server === subject ? workload : `${workload} on ${server}`;
  const own = measurements.filter((each) => each.workload === workload && [server, against].includes(each.server));
  const summaries = summarise(own, against);
  for (const name of [server, against]) {
    if (!summaries.some((summary) => summary.server === name)) return [`${of}: ${name} was not measured`];
  }
  return summaries
    .filter((summary) => summary.server === server)
    .flatMap((summary) => [
      ...exceeding(of, summary.ratio, atMost, `of ${against}'s cost`),
      ...(output ? exceeding(of, summary.output?.ratio ?? NaN, output, "of zlib's output") : []),
    ]);
}

function sidesOf({ server = subject, against = yardstick }: Target): [server: string, against: string] {
  return [server, against];
}

/** What is promised in milliseconds, whatever others take. */
function limitsMissed({ workload, cost, pause }: Summary): string[] {
  if (workload === 'start-up') return exceeding(workload, cost / 1000, slowestImport / 1000, 'ms');
  return workload.startsWith('pipelined')
    ? exceeding(workload, pause ?? 0, longestPause, 'ms stopped for garbage')
    : [];
}

function exceeding(what: string, value: number, atMost: number, of: string): string[] {
  return value <= atMost ? [] : [`${what}: ${value.toPrecision(3)} ${of}, at most ${atMost} is the target`];
}
