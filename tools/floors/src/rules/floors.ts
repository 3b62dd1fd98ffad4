// A file imports from its own folder and from lower floors. Entries stand beside the house: they may import anything,
// and nobody imports them.
import type { Plan } from '../house.js';
import type { Violation } from '../violation.js';
import { relativeTarget, type Package, type Workspace } from '../workspace.js';

const rule = 'floors';

export function* checkFloors({ packages }: Workspace): Iterable<Violation> {
  for (const owner of packages) if (owner.plan?.floors) yield* checkPackage(owner, owner.plan);
}

function* checkPackage({ folder, files }: Package, plan: Plan): Iterable<Violation> {
  for (const file of files) {
    if (!file.place.startsWith('src/')) continue;
    const from = folderOf(file.place);
    if (!isKnown(plan, from, file.place)) {
      yield { file: file.path, line: 1, rule, sentence: `"${file.place}" has no floor in the table` };
      continue;
    }
    for (const { specifier, line } of file.imports) {
      const target = relativeTarget(file, specifier);
      if (!target?.startsWith(`${folder}/src/`)) continue;
      const sentence = refusal(plan, from, target.slice(folder.length + 1));
      if (sentence) yield { file: file.path, line, rule, sentence };
    }
  }
}

function refusal(plan: Plan, from: string | undefined, target: string): string | undefined {
  const to = folderOf(target);
  if (to === undefined) return `nobody imports "${target}": take the name from the file that owns it`;
  if (from === undefined || from === to) return undefined;
  const [here, there] = [floorOf(plan, from), floorOf(plan, to)];
  if (there < here) return undefined;
  return `${from} may not import ${to}, which is ${there === here ? 'beside' : 'above'} it`;
}

function isKnown(plan: Plan, folder: string | undefined, place: string): boolean {
  return folder === undefined ? (plan.entries ?? []).includes(place.slice('src/'.length)) : floorOf(plan, folder) >= 0;
}

function floorOf(plan: Plan, folder: string): number {
  return (plan.floors ?? []).findIndex((floor) => floor.includes(folder));
}

/** `src/wire/mask.ts` → `wire`; undefined for a file in `src` itself. */
function folderOf(place: string): string | undefined {
  return /^src\/([^/]+)\//.exec(place)?.[1];
}
