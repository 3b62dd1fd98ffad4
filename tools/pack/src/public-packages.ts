// The packages that are published, as their folders say.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the workspace. */
export const root = join(import.meta.dirname, '..', '..', '..');

/** One folder of `packages`. */
export interface PublicPackage {
  /** As npm knows it. */
  readonly name: string;
  /** An absolute path. */
  readonly folder: string;
  /** What of the folder is published; what begins with `!` is not. */
  readonly files: readonly string[];
  /** The names of its entry points, which are those of their files: `index` for the package itself. */
  readonly entries: readonly string[];
  /** Whether it has a CommonJS build beside the ES modules. */
  readonly isDual: boolean;
}

interface Manifest {
  name: string;
  files: string[];
  exports: Record<string, string | Record<string, unknown>>;
}

/** All of them, or those with the names given. Throws for a name that none has. */
export function publicPackages(names?: readonly string[]): PublicPackage[] {
  const all = readdirSync(join(root, 'packages')).map((each) => read(join(root, 'packages', each)));
  const unknown = names?.find((name) => !all.some((each) => each.name === name));
  if (unknown !== undefined) throw new Error(`no package is called ${unknown}`);
  return all.filter(({ name }) => names?.includes(name) ?? true);
}

function read(folder: string): PublicPackage {
  const { name, files, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const code = Object.entries(exports).flatMap(([path, target]) =>
    typeof target === 'string' ? [] : [{ path, target }],
  );
  return {
    name,
    folder,
    files,
    entries: code.map(({ path }) => (path === '.' ? 'index' : path.slice('./'.length))),
    isDual: code.every(({ target }) => 'require' in target),
  };
}
