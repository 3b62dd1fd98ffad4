import { formatOutputs } from '../../src/report/outputs.js';
import type { Summary } from '../../src/report/summary.js';

const plain: Summary = { workload: 'plain', server: 'ws', cost: 1, ratio: 1, speed: null, output: null, pause: null };
const compressed: Summary = { ...plain, workload: 'small', output: { bytes: 186.2, ratio: 1 } };

test('a line for each workload that compresses, a column for each server that does', () => {
  const other = { ...compressed, server: 'x', output: { bytes: 216, ratio: 1.158 } };
  expect(formatOutputs([plain, compressed, other, { ...compressed, workload: 'more' }]).split('\n')).toEqual([
    '',
    'compressed answers | ws: on the wire, ratio | x: on the wire, ratio',
    '-------------------|------------------------|----------------------',
    'small              | 186 B  1.00            | 216 B  1.16',
    'more               | 186 B  1.00            | -',
    '',
    expect.stringMatching(/^ratio: /),
    '',
  ]);
});

test('nothing when nothing was compressed', () => {
  expect(formatOutputs([plain])).toBe('');
});
