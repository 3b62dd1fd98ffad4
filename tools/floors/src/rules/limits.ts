// Small: what grows past a limit is two things.
import { posix } from 'node:path';
import { limits } from '../house.js';
import type { Violation } from '../violation.js';
import type { Workspace } from '../workspace.js';

const rule = 'limits';

export function* checkLimits({ packages }: Workspace): Iterable<Violation> {
  const counts = new Map<string, number>();
  for (const { path, place, text } of packages.flatMap((owner) => owner.files)) {
    if (!/^(src|test)\//.test(place)) continue;
    const lines = text.trimEnd().split('\n').length;
    if (lines > limits.lines) {
      yield { file: path, line: limits.lines + 1, rule, sentence: `${lines} lines, and ${limits.lines} are the limit` };
    }
    if (!place.startsWith('src/')) continue;
    const folder = posix.dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  for (const [folder, count] of counts) {
    if (count <= limits.filesInFolder) continue;
    yield {
      file: folder,
      line: 1,
      rule,
      sentence: `${count} files in one folder, and ${limits.filesInFolder} are the limit`,
    };
  }
}
