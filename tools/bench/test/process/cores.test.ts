import { parseCoreList, pin } from '../../src/process/cores.js';

test.each([
  ['0-1', [0, 1]],
  ['\t0-2,5,8-9\n', [0, 1, 2, 5, 8, 9]],
  ['3', [3]],
  ['', []],
])("the kernel's list %j", (list, cores) => {
  expect(parseCoreList(list)).toEqual(cores);
});

test('a command is pinned where there is a core for it', () => {
  expect(pin(1, ['node', 'x.js'])).toEqual(['taskset', '-c', '1', 'node', 'x.js']);
  expect(pin(undefined, ['node', 'x.js'])).toEqual(['node', 'x.js']);
});
