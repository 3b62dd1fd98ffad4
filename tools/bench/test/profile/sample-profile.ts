// Ten samples of 100 µs: four in `mask` below `parse`, one in `parse` itself, two in Node, one each of garbage, of nothing, and
// in the profiler.
import type { CpuProfile } from '../../src/profile/call-tree.js';

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 0 });
const dist = 'file:///x/packages/core/dist';

export const sampleProfile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 4, 5, 6, 8] },
    { id: 2, callFrame: frame('parse', `${dist}/wire/frame-parser.js`), children: [3, 7] },
    { id: 3, callFrame: frame('mask', `${dist}/wire/mask.js`) },
    { id: 4, callFrame: frame('onread', 'node:internal/stream'), children: [] },
    { id: 5, callFrame: frame('(garbage collector)') },
    { id: 6, callFrame: frame('(idle)') },
    // The same function from the same place, as V8 lists it after it was compiled again.
    { id: 7, callFrame: frame('mask', `${dist}/wire/mask.js`) },
    { id: 8, callFrame: frame('post', 'node:inspector') },
  ],
  samples: [3, 3, 3, 7, 2, 4, 4, 5, 6, 8],
  timeDeltas: Array<number>(10).fill(100),
};
