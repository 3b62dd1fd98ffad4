import { buildCallTree, type Call } from '../../src/profile/call-tree.js';
import { sampleProfile } from './sample-profile.js';

function shape(call: Call): unknown {
  return [call.name, call.self, call.total, ...[...call.calls.values()].map(shape)];
}

test('times add up from the leaves, and doing nothing does not count', () => {
  expect(shape(buildCallTree(sampleProfile))).toEqual([
    'all',
    0,
    800,
    ['parse', 100, 500, ['mask', 400, 400]],
    ['onread', 200, 200],
    ['(garbage collector)', 100, 100],
  ]);
});

test('a function without a name has one', () => {
  const callFrame = { functionName: '', url: '', lineNumber: 0 };
  const nodes = [
    { id: 1, callFrame, children: [2] },
    { id: 2, callFrame },
  ];
  expect(shape(buildCallTree({ nodes, samples: [2], timeDeltas: [5] }))).toEqual(['all', 0, 5, ['(anonymous)', 5, 5]]);
});
