import { join } from 'node:path';
import { check } from '../src/check.js';
import { readTree } from '../src/read-tree.js';
import { format } from '../src/violation.js';

test('this repository keeps its own rules', () => {
  const tree = readTree(join(import.meta.dirname, '../../..'));
  expect(tree.has('tools/floors/test/repository.test.ts')).toBe(true);
  expect(check(tree).map(format)).toEqual([]);
});
