import { formatTables } from '../../src/report/table.js';
import type { Workload } from '../../src/plan/workloads.js';

const echo: Workload = {
  name: 'echo',
  per: 'message',
  plan: { kind: 'echo', connections: 1, content: 'ascii', size: 20, pipelined: 1 },
};
const compressed: Workload = {
  name: 'late',
  per: 'connection',
  plan: { kind: 'compressed-idle', connections: 1, messages: 1 },
};
const idle: Workload = { name: 'idle', per: 'connection', plan: { kind: 'idle', connections: 1 } };
const started: Workload = { name: 'start', per: 'import', plan: { kind: 'import' } };
const unmeasured: Workload = { ...idle, name: 'none' };
const rest = { speed: null, output: null, pause: null };

test('a line for each workload that was measured, a column for each server', () => {
  const summaries = [
    {
      ...rest,
      workload: 'echo',
      server: 'ws',
      cost: 13.46,
      ratio: 1,
      speed: { rate: 70_000, p50: 1.25, p99: 120, busy: 0.95 },
    },
    {
      ...rest,
      workload: 'echo',
      server: 'x',
      cost: 0.4,
      ratio: 0.0321,
      speed: { rate: 2_500_000, p50: 0.1, p99: 12, busy: 0.5 },
    },
    { ...rest, workload: 'idle', server: 'ws', cost: 6543, ratio: 1 },
    { ...rest, workload: 'late', server: 'ws', cost: 256_000, ratio: 1 },
    { ...rest, workload: 'start', server: 'ws', cost: 23_456, ratio: 1 },
  ];
  const text = formatTables([echo, idle, compressed, started, unmeasured], summaries, 'ws');
  expect(text.split('\n')).toEqual([
    'cost                  | ws        | x',
    '----------------------|-----------|------',
    'echo (per message)    | 13.5 µs   | 0.032',
    'idle (per connection) | 6.54 kB   | -',
    'late (per connection) | 256.00 kB | -',
    'start (per import)    | 23.5 ms   | -',
    '',
    'a second           | ws    | x',
    '-------------------|-------|-------',
    'echo (per message) | 70.0k | ~2.50M',
    '',
    'p50/p99 in ms      | ws      | x',
    '-------------------|---------|--------',
    'echo (per message) | 1.3/120 | 0.10/12',
  ]);
});
