import type { Measurement } from '../../src/measure/rounds.js';
import { summarise } from '../../src/report/summary.js';

function measured(server: string, round: number, cost: number, rate = 0): Measurement {
  const speed = rate ? { rate, p50: rate + 1, p99: rate + 2, busy: rate / 100 } : null;
  return {
    workload: 'w',
    server,
    round,
    cost,
    speed,
    output: rate ? { bytes: rate, ratio: 1 } : null,
    pause: rate || null,
  };
}

test("a ratio is the median of the ratios to the yardstick's cost in the same round", () => {
  // A slow second round: the medians of the costs alone would give 6 / 12.
  const rounds = [
    [10, 4],
    [40, 20],
    [12, 6],
  ] as const;
  const measurements = rounds.flatMap(([yard, other], round) => [
    measured('ws', round, yard),
    measured('x', round, other),
  ]);
  expect(summarise(measurements, 'ws')).toEqual([
    { workload: 'w', server: 'ws', cost: 12, ratio: 1, speed: null, output: null, pause: null },
    { workload: 'w', server: 'x', cost: 6, ratio: 0.5, speed: null, output: null, pause: null },
  ]);
});

test('speeds and sizes of the output are medians too, of pauses the longest counts', () => {
  const [summary] = summarise([measured('ws', 1, 1, 10), measured('ws', 2, 1, 30), measured('ws', 3, 1, 20)], 'ws');
  expect(summary?.speed).toEqual({ rate: 20, p50: 21, p99: 22, busy: 0.2 });
  expect(summary?.output).toEqual({ bytes: 20, ratio: 1 });
  expect(summary?.pause).toBe(30);
});

test('without the yardstick there is no ratio', () => {
  expect(summarise([measured('x', 1, 5)], 'ws')[0]?.ratio).toBeNaN();
});
