// No import leads back to its file, whatever the way: through types, through re-exports, or through other packages.
import type { Violation } from '../violation.js';
import { namedTarget, packageOf, relativeTarget, type Workspace } from '../workspace.js';

interface Edge {
  readonly to: string;
  readonly line: number;
}

/** Tells each cycle once. One that shares an import with a cycle already told is told when that one is mended. */
export function* checkCycles(workspace: Workspace): Iterable<Violation> {
  const edges = edgesOf(workspace);
  const told = new Set<string>();
  for (const [from, targets] of edges) {
    for (const { to, line } of targets) {
      const way = wayBack(edges, to, from);
      if (!way) continue;
      const circle = [from, ...way];
      const imports = way.map((file, index) => `${circle[index]} ${file}`);
      if (imports.some((each) => told.has(each))) continue;
      for (const each of imports) told.add(each);
      yield { file: from, line, rule: 'cycles', sentence: `the imports lead back here: ${circle.join(' → ')}` };
    }
  }
}

function edgesOf(workspace: Workspace): Map<string, readonly Edge[]> {
  const files = workspace.packages.flatMap((owner) => owner.files);
  return new Map(
    files.map((file) => [
      file.path,
      file.imports.flatMap(({ specifier, line }) => {
        const named = packageOf(workspace, specifier);
        const to = named ? namedTarget(named, specifier) : relativeTarget(file, specifier);
        return to === undefined ? [] : [{ to, line }];
      }),
    ]),
  );
}

/** The shortest way along imports from one file to another, both included. */
function wayBack(edges: Map<string, readonly Edge[]>, start: string, goal: string): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[start, undefined]]);
  // A map may grow while it is walked: it is the queue of a breadth-first search.
  for (const file of cameFrom.keys()) {
    if (file === goal) {
      const way: string[] = [];
      for (let step: string | undefined = goal; step !== undefined; step = cameFrom.get(step)) way.unshift(step);
      return way;
    }
    for (const { to } of edges.get(file) ?? []) if (!cameFrom.has(to)) cameFrom.set(to, file);
  }
  return undefined;
}
