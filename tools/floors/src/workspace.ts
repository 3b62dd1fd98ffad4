// The workspace as the rules see it: packages with their manifests and files, and where an import leads. Made from a
// map of paths to texts, so that a test needs no disk.
import { posix } from 'node:path';
import { house, type Plan } from './house.js';
import { parse, type SourceFile } from './source-file.js';

/** Texts by their paths from the root, with slashes. */
export type Tree = ReadonlyMap<string, string>;

type Versions = Readonly<Record<string, string>>;

export interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly peerDependencies?: Versions;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly optionalDependencies?: Versions;
}

export interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly manifestText: string;
  readonly plan: Plan | undefined;
  readonly files: readonly SourceFile[];
}

export interface Workspace {
  readonly root: Manifest;
  readonly packages: readonly Package[];
}

/** Finds the packages of a tree and parses their files. */
export function workspaceOf(tree: Tree): Workspace {
  const packages: Package[] = [];
  for (const [path, text] of tree) {
    const folder = /^((?:packages|apps|tools)\/[^/]+)\/package\.json$/.exec(path)?.[1];
    if (folder === undefined) continue;
    const files = [...tree].filter(([file]) => file.startsWith(`${folder}/`) && file.endsWith('.ts'));
    packages.push({
      folder,
      manifest: JSON.parse(text) as Manifest,
      manifestText: text,
      plan: planOf(folder),
      files: files.map(([file, source]) => parse(folder, file, source)),
    });
  }
  return { root: JSON.parse(tree.get('package.json') ?? '{"name":""}') as Manifest, packages };
}

/** Whether a folder fits a pattern of the table: `packages/*` stands for every package below it. */
export function fits(folder: string, pattern: string): boolean {
  return pattern.endsWith('/*') ? posix.dirname(folder) === posix.dirname(pattern) : folder === pattern;
}

/** The path a relative import means; the file that is compiled to the `.js` file it names. */
export function relativeTarget(file: SourceFile, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(file.path), specifier).replace(/\.js$/, '.ts');
}

/** The workspace package that an import by name means, the importing one included. */
export function packageOf(workspace: Workspace, specifier: string): Package | undefined {
  return workspace.packages.find(({ manifest }) => manifest.name === packageName(specifier));
}

/** The source file that an import by name means, by way of the package's exports. */
export function namedTarget(target: Package, specifier: string): string | undefined {
  const subpath = `.${specifier.slice(target.manifest.name.length)}`;
  const source = target.manifest.exports?.[subpath]?.['@ws4ts/source'];
  return typeof source === 'string' ? posix.join(target.folder, source) : undefined;
}

/** `@scope/name/sub` → `@scope/name`. */
export function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function planOf(folder: string): Plan | undefined {
  return Object.entries(house).find(([pattern]) => fits(folder, pattern))?.[1];
}
