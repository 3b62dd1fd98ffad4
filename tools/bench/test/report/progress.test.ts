import { Progress, type Screen } from '../../src/report/progress.js';
import { servers } from '../../src/plan/server-table.js';
import { workloads } from '../../src/plan/workloads.js';

const workload = workloads[0]!;
const server = servers[0]!;
const idle = { speed: null, output: null, pause: null };
const measurement = { workload: workload.name, server: server.name, round: 1, cost: 13.46, ...idle };

function show(terminal: Pick<Screen, 'isTTY' | 'columns'>): string {
  let shown = '';
  const progress = new Progress({ ...terminal, write: (text: string) => (shown += text) }, 1);
  progress.begin(workload, server, 1);
  progress.end(workload, measurement);
  return shown;
}

test('a line for each measurement', () => {
  expect(show({})).toBe('1/1  round 1  ping-pong 20 B text  ws  13.5 µs\n');
});

test('on a terminal one line that rewrites itself and goes away', () => {
  expect(show({ isTTY: true, columns: 80 })).toBe('\r\x1b[K1/1  round 1  ping-pong 20 B text  ws\r\x1b[K');
});

test('a narrow terminal never wraps it', () => {
  expect(show({ isTTY: true, columns: 10 })).toBe('\r\x1b[K1/1  roun\r\x1b[K');
});
