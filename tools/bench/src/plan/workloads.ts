// The workloads, as data: a new one is one row. A new kind of load also needs a class in load/kinds/.
import type { Content, LoadPlan } from './load-plan.js';

export interface Workload {
  name: string;
  /** What the server's cost is divided by. */
  per: 'message' | 'delivery' | 'connection' | 'import';
  plan: LoadPlan;
  /** Whether it is run when nothing else is asked for: one of each sort. */
  isMain?: true;
  /** Whether it is measured in the first round only. */
  isOnce?: true;
  /** How many times the usual warm-up it takes; 1 when absent. */
  warmUps?: number;
}

const KiB = 1024;

const main = { isMain: true } as const;
const contents = { text: 'ascii', 'non-ASCII text': 'non-ascii', binary: 'binary' } as const;
const sizes = { '20 B': 20, '125 B': 125, '1 KiB': KiB, '16 KiB': 16 * KiB, '64 KiB': 64 * KiB, '1 MiB': KiB * KiB };
const mainEchoes = [
  'ping-pong 20 B text',
  'ping-pong 1 KiB text',
  'ping-pong 1 KiB binary',
  'ping-pong 64 KiB binary',
  'pipelined 64 x 20 B text',
];

type Sizes = keyof typeof sizes;

/** Every size up to the largest, with every content. */
function echoes(prefix: string, pipelined: number, connections: number, largest: number): Workload[] {
  return Object.entries(sizes)
    .filter(([, size]) => size <= largest)
    .flatMap(([sized, size]) =>
      Object.entries(contents).map(([named, content]) => {
        const some = size === sizes['1 MiB'] ? 10 : connections;
        const workload = echo(`${prefix} ${sized} ${named}`, some, content, size, pipelined);
        return mainEchoes.includes(workload.name) ? { ...workload, ...main } : workload;
      }),
    );
}

function echo(name: string, connections: number, content: Content, size: number, pipelined: number): Workload {
  return { name, per: 'message', plan: { kind: 'echo', connections, content, size, pipelined } };
}

function pipelined(pipelined: number, size: Sizes, content: keyof typeof contents): Workload {
  return echo(`pipelined ${pipelined} x ${size} ${content}`, 20, contents[content], sizes[size], pipelined);
}

function oneWay(kind: 'receive' | 'send', size: Sizes, content: keyof typeof contents): Workload {
  const plan = { kind, connections: 20, content: contents[content], size: sizes[size] } as const;
  return { name: `${kind} only ${size} ${content}`, per: 'message', plan };
}

/** Compressed messages are few a second, so that a server is warm only after a longer time. */
function deflate(name: string, connections: number, pipelined: number): Workload {
  const plan = { kind: 'deflate', connections, pipelined } as const;
  return { name: `deflate ${name} 1 KiB JSON`, per: 'message', plan, warmUps: 3 };
}

function broadcast(connections: number, size: number, named: string, burst: number): Workload {
  const plan = { kind: 'broadcast', connections, content: 'ascii', size, burst } as const;
  const times = burst === 1 ? 'one at a time' : `bursts of ${burst}`;
  return { name: `broadcast to ${connections}, ${named}, ${times}`, per: 'delivery', plan };
}

function enveloped(size: Sizes, pipelined: number): Workload {
  const plan = { kind: 'enveloped', connections: 50, content: 'envelope', size: sizes[size], pipelined } as const;
  const name = pipelined === 1 ? `enveloped ping-pong ${size}` : `enveloped pipelined ${pipelined} x ${size}`;
  return { name, per: 'message', plan };
}

function paced(connections: number): Workload {
  const plan = { kind: 'paced', connections, content: 'ascii', size: 20, rate: 2000 } as const;
  return { name: `2000 messages a second over ${connections} connections`, per: 'message', plan };
}

/** It takes long, and hardly differs from one round to the next. */
function memory(named: string, plan: LoadPlan): Workload {
  return { name: `memory of an idle connection${named}`, per: 'connection', plan, isOnce: true };
}

function compressedIdle(connections: number, messages: number): LoadPlan {
  return { kind: 'compressed-idle', connections, messages };
}

export const workloads: readonly Workload[] = [
  ...echoes('ping-pong', 1, 100, sizes['1 MiB']),
  ...echoes('pipelined 64 x', 64, 20, sizes['16 KiB']),
  pipelined(32, '1 KiB', 'text'),
  { ...pipelined(32, '1 KiB', 'binary'), ...main },
  { ...pipelined(8, '16 KiB', 'binary'), ...main },
  pipelined(4, '1 MiB', 'binary'),
  oneWay('receive', '20 B', 'text'),
  oneWay('receive', '1 KiB', 'binary'),
  oneWay('receive', '16 KiB', 'binary'),
  oneWay('send', '20 B', 'text'),
  oneWay('send', '1 KiB', 'binary'),
  oneWay('send', '16 KiB', 'binary'),
  enveloped('125 B', 1),
  enveloped('1 KiB', 1),
  { ...enveloped('125 B', 16), ...main },
  { ...deflate('ping-pong', 100, 1), ...main },
  { ...deflate('pipelined 16 x', 20, 16), ...main },
  { ...broadcast(1000, 64, '64 B', 1), ...main },
  { ...broadcast(1000, 64, '64 B', 16), ...main },
  broadcast(200, KiB, '1 KiB', 4),
  // Each connection runs all of its code once, so that a server is warm only after thousands of them.
  { name: 'handshake and close', per: 'connection', plan: { kind: 'set-up', parallel: 32 }, warmUps: 5, ...main },
  { ...memory('', { kind: 'idle', connections: 10_000 }), ...main },
  { ...memory(' that has compressed', compressedIdle(300, 32)), ...main },
  memory(' that has compressed, one of 10000', compressedIdle(10_000, 8)),
  paced(100),
  paced(10_000),
  { name: 'start-up', per: 'import', plan: { kind: 'import' }, ...main },
];

/** The workloads whose name contains one of the words; those of the kind asked for when there is no word. */
export function selectWorkloads(words: readonly string[], which: 'main' | 'all'): readonly Workload[] {
  for (const word of words) {
    if (!workloads.some(({ name }) => name.includes(word))) throw new Error(`no workload's name contains "${word}"`);
  }
  if (words.length > 0) return workloads.filter(({ name }) => words.some((word) => name.includes(word)));
  return which === 'all' ? workloads : workloads.filter(({ isMain }) => isMain);
}
