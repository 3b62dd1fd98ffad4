import { join } from 'node:path';
import { check } from './check.js';
import { readTree } from './read-tree.js';
import { format } from './violation.js';

const tree = readTree(join(import.meta.dirname, '../../..'));
const violations = check(tree);
for (const violation of violations) console.error(format(violation));
console.log(
  violations.length === 0 ? `floors: ${tree.size} files keep the rules` : `floors: ${violations.length} broken`,
);
process.exitCode = violations.length === 0 ? 0 : 1;
