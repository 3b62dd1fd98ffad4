import type { Measurement } from '../../src/measure/rounds.js';
import { canTake, servers } from '../../src/plan/server-table.js';
import { workloads } from '../../src/plan/workloads.js';
import { concerned, findMissed, isConcerned, targets } from '../../src/report/targets.js';

const wanted = [
  { workload: 'a', atMost: 0.5 },
  { workload: 'b', atMost: 0.5, output: 1.15 },
];

function one(workload: string, server: string, cost: number, more: Partial<Measurement> = {}): Measurement {
  return { workload, server, round: 1, cost, speed: null, output: { bytes: 1, ratio: 1 }, pause: 1, ...more };
}

/** Both sides of a round in which ws costs 1. */
function round(workload: string, cost: number, more: Partial<Measurement> = {}): Measurement[] {
  return [one(workload, 'ws', 1), one(workload, 'ws4ts', cost, more)];
}

test('every target is about a workload that exists, and servers that can take it', () => {
  const names = workloads.map(({ name }) => name);
  expect(targets.filter(({ workload }) => !names.includes(workload))).toEqual([]);
  expect(names).toContain('start-up');
  expect(concerned).toEqual(['ws4ts', 'ws', 'koa', 'nest', 'platform-ws', 'nest gateway']);
  for (const { workload, server = 'ws4ts', against = 'ws' } of targets) {
    const { plan } = workloads.find(({ name }) => name === workload)!;
    const able = servers.filter((row) => canTake(row, plan)).map(({ name }) => name);
    expect(able).toEqual(expect.arrayContaining([server, against]));
  }
});

test('a check measures both sides of a target, and on other workloads only ws4ts and ws', () => {
  const concernedBy = (name: string): string[] => {
    const workload = workloads.find((each) => each.name === name)!;
    return servers.filter((server) => isConcerned({ workload, server })).map((server) => server.name);
  };
  expect(concernedBy('ping-pong 20 B text')).toEqual(['ws', 'ws4ts', 'koa', 'nest']);
  expect(concernedBy('handshake and close')).toEqual(['ws', 'ws4ts', 'koa']);
  expect(concernedBy('enveloped ping-pong 125 B')).toEqual(['ws', 'ws4ts', 'nest', 'nest gateway', 'platform-ws']);
  expect(concernedBy('start-up')).toEqual(['ws', 'ws4ts']);
});

test('a target is met by its very number', () => {
  const output = { bytes: 1, ratio: 1.15 };
  expect(findMissed(wanted, ['a', 'b'], [...round('a', 0.5), ...round('b', 0.1, { output })])).toEqual([]);
});

test('a higher ratio misses', () => {
  expect(findMissed(wanted, ['a', 'b'], [...round('a', 0.51), ...round('b', 0.1)])).toEqual([
    "a: 0.510 of ws's cost, at most 0.5 is the target",
  ]);
});

test('a larger output misses', () => {
  expect(findMissed(wanted, ['b'], round('b', 0.1, { output: { bytes: 1, ratio: 1.2 } }))).toEqual([
    "b: 1.20 of zlib's output, at most 1.15 is the target",
  ]);
});

test('a ratio that is not a number misses', () => {
  expect(findMissed(wanted, ['a'], round('a', NaN))).toHaveLength(1);
});

test('what was selected and not measured is missed, what was not selected is not', () => {
  expect(findMissed(wanted, ['b'], [one('b', 'ws', 1)])).toEqual(['b: ws4ts was not measured']);
  expect(findMissed(wanted, ['b'], [one('b', 'ws4ts', 1)])).toEqual(['b: ws was not measured']);
});

test('another server is compared to whom its target names, in the same round', () => {
  const target = { workload: 'a', server: 'koa', against: 'ws4ts', atMost: 1.05 };
  // The machine is slow in the second round: the medians of the costs alone would give 1.25.
  const rounds = [
    [10, 10],
    [40, 41.2],
    [12, 15],
  ] as const;
  const measured = rounds.flatMap(([plain, koa], round) => [
    one('a', 'ws', 1, { round }),
    one('a', 'ws4ts', plain, { round }),
    one('a', 'koa', koa, { round }),
  ]);
  expect(findMissed([target], ['a'], measured)).toEqual([]);
  expect(findMissed([{ ...target, atMost: 1.02 }], ['a'], measured)).toEqual([
    "a on koa: 1.03 of ws4ts's cost, at most 1.02 is the target",
  ]);
  expect(findMissed([target], ['a'], round('a', 0.1))).toEqual(['a on koa: koa was not measured']);
});

test('a long pause misses while messages are pipelined, and only then', () => {
  const paused = one('pipelined 64', 'ws4ts', 0.1, { pause: 21 });
  expect(findMissed([], [], [paused, { ...paused, workload: 'ping-pong' }])).toEqual([
    'pipelined 64: 21.0 ms stopped for garbage, at most 20 is the target',
  ]);
});

test('a slow import misses', () => {
  const started = one('start-up', 'ws4ts', 16_000);
  expect(findMissed([], [], [started, { ...started, server: 'ws' }])).toEqual([
    'start-up: 16.0 ms, at most 15 is the target',
  ]);
});
