// Between packages: imports go by name, are declared where users would install from, and follow the table's direction.
import { isBuiltin } from 'node:module';
import type { Import, SourceFile } from '../source-file.js';
import type { Violation } from '../violation.js';
import { fits, packageName, packageOf, relativeTarget, type Package, type Workspace } from '../workspace.js';

const rule = 'declarations';

export function* checkDeclarations(workspace: Workspace): Iterable<Violation> {
  for (const owner of workspace.packages) {
    yield* checkManifest(workspace, owner);
    for (const file of owner.files) {
      for (const each of file.imports) {
        const sentence = refusal(workspace, owner, file, each);
        if (sentence) yield { file: file.path, line: each.line, rule, sentence };
      }
    }
  }
}

function* checkManifest(workspace: Workspace, { folder, manifest, manifestText, plan }: Package): Iterable<Violation> {
  const violation = (name: string, sentence: string): Violation => {
    const lines = manifestText.split('\n');
    return {
      file: `${folder}/package.json`,
      line: lines.findIndex((line) => line.includes(`"${name}"`)) + 1,
      rule,
      sentence,
    };
  };
  if (!plan) {
    yield violation('name', `"${folder}" has no row in the table`);
    return;
  }
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
    const target = packageOf(workspace, name);
    // What users may install beside a package, and need not, is no dependency of it.
    const isOptional = peerDependenciesMeta?.[name]?.optional === true;
    if (plan.runtimeDependencies === false && !isOptional)
      yield violation(name, `"${manifest.name}" may have no runtime dependency, but has "${name}"`);
    if (target && !mayImport(plan.mayImport, target))
      yield violation(name, `"${manifest.name}" may not depend on "${name}"`);
  }
}

function refusal(workspace: Workspace, owner: Package, file: SourceFile, { specifier }: Import): string | undefined {
  const path = relativeTarget(file, specifier);
  if (path !== undefined) {
    return path.startsWith(`${owner.folder}/`)
      ? undefined
      : `"${specifier}" leaves the package: import by the package's name`;
  }
  const name = packageName(specifier);
  if (isBuiltin(specifier) || name === owner.manifest.name) return undefined;
  const inSource = file.place.startsWith('src/');
  const target = packageOf(workspace, specifier);
  if (inSource && target && !mayImport(owner.plan?.mayImport ?? [], target)) {
    return `"${owner.manifest.name}" may not import "${name}"`;
  }
  if (declared(workspace, owner, inSource, target).has(name)) return undefined;
  return `"${name}" is not declared in ${owner.folder}/package.json`;
}

/** The names that an import may have: a test may use dev dependencies, and the root's for what is not of this workspace. */
function declared(
  workspace: Workspace,
  { manifest, plan }: Package,
  inSource: boolean,
  target: Package | undefined,
): Set<string> {
  const { dependencies, optionalDependencies, peerDependencies, devDependencies } = manifest;
  const names = { ...dependencies, ...optionalDependencies, ...peerDependencies };
  if (!inSource) Object.assign(names, devDependencies);
  if (!target && (!inSource || plan?.declaredIn === 'the root too'))
    Object.assign(names, workspace.root.devDependencies);
  return new Set(Object.keys(names));
}

function mayImport(patterns: readonly string[], target: Package): boolean {
  return patterns.some((pattern) => fits(target.folder, pattern));
}
