import { runRounds } from '../../src/measure/rounds.js';
import { workloads } from '../../src/plan/workloads.js';

test('a measurement that fails is told, and the run goes on after it', async () => {
  const server = {
    name: 'x',
    file: 'x.js',
    packages: [],
    runtime: [process.execPath, '-e', 'process.exitCode = 3', '--'],
  };
  const pairs = workloads.slice(0, 2).map((workload) => ({ workload, server }));
  const begun: string[] = [];
  const watcher = { begin: ({ name }: { name: string }) => void begun.push(name), end: () => {} };
  const found = await runRounds({ pairs, rounds: 1, timing: { warmUp: 1, duration: 1 } }, watcher);
  expect(found.measurements).toEqual([]);
  expect(found.failures).toEqual(
    pairs.map(({ workload }) =>
      expect.stringContaining(`${workload.name} on x, round 1: the server x ended early (3)`),
    ),
  );
  expect(begun).toHaveLength(2);
}, 30_000);
