import { checkCycles } from './rules/cycles.js';
import { checkDeclarations } from './rules/declarations.js';
import { checkFloors } from './rules/floors.js';
import { checkLimits } from './rules/limits.js';
import { checkLine } from './rules/line.js';
import { checkNames } from './rules/names.js';
import type { Violation } from './violation.js';
import { workspaceOf, type Tree, type Workspace } from './workspace.js';

const rules: readonly ((workspace: Workspace) => Iterable<Violation>)[] = [
  checkFloors,
  checkLine,
  checkCycles,
  checkDeclarations,
  checkNames,
  checkLimits,
];

/** Runs every rule over a tree of files. */
export function check(tree: Tree): Violation[] {
  const workspace = workspaceOf(tree);
  return rules.flatMap((rule) => [...rule(workspace)]);
}
