// A file or folder whose name says nothing holds more than one thing.
import { emptyWords } from '../house.js';
import type { Violation } from '../violation.js';
import type { Workspace } from '../workspace.js';

export function* checkNames({ packages }: Workspace): Iterable<Violation> {
  for (const { path, place } of packages.flatMap((owner) => owner.files)) {
    const word = place.split(/[/.-]/).find((part) => emptyWords.includes(part));
    if (word === undefined) continue;
    yield {
      file: path,
      line: 1,
      rule: 'names',
      sentence: `"${word}" names nothing: name the file after the one thing it holds`,
    };
  }
}
