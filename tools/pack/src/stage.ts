// Lays the packages out as npm would install them: what they publish, and of the bundled ones the bundles in place of their
// modules. It is a copy: what `tsc -b` has built stays as it is, and is never published by mistake half bundled.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from './bundle.js';
import { publicPackages, root, type PublicPackage } from './public-packages.js';

const run = promisify(execFile);

/**
 * Those whose modules are bundled. Not `@ws4ts/nest`, which metadata of decorators hold together and beside which NestJS takes
 * far longer to load, nor the dev server, which nobody imports.
 */
const BUNDLED: readonly string[] = ['@ws4ts/core', '@ws4ts/http', '@ws4ts/koa'];

/** A module that a bundle replaces, and its map; what describes its types stays. */
const MODULE = /(?<!\.d\.ts)(?<!\.d)\.(?:js|js\.map)$/;

/**
 * Builds packages and lays them out in `node_modules` of a folder, where what was laid out before is replaced.
 *
 * @param folder below the workspace, for what they depend on to be found, or anywhere when they are only to be packed
 * @param names the packages; all of them by default
 * @returns their folders by their names
 */
export async function stage(folder: string, names?: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const packages = publicPackages(names);
  await tsc('-b', ...packages.map((each) => join(each.folder, 'tsconfig.build.json')));
  const staged = new Map<string, string>();
  for (const each of packages) {
    const to = join(folder, 'node_modules', each.name);
    rmSync(to, { recursive: true, force: true });
    await lay(each, to);
    staged.set(each.name, to);
  }
  return staged;
}

async function lay(from: PublicPackage, to: string): Promise<void> {
  const isBundled = BUNDLED.includes(from.name);
  const published = ['package.json', 'README.md', ...from.files.filter((file) => !file.startsWith('!'))];
  for (const file of published) {
    if (!existsSync(join(from.folder, file))) throw new Error(`${from.name} has no ${file}`);
    const isBuilt = file === 'dist' || file === 'cjs';
    const isWanted = (path: string): boolean =>
      !path.endsWith('.tsbuildinfo') && !(isBundled && isBuilt && MODULE.test(basename(path)));
    cpSync(join(from.folder, file), join(to, file), { recursive: true, filter: isWanted });
  }
  if (!isBundled) return;
  const modules = join(to, 'modules');
  await compile(from, modules);
  await bundle(from, modules, to);
  rmSync(modules, { recursive: true });
}

/** Once more without comments, which are a third of what Node would have to read. */
async function compile({ folder }: PublicPackage, to: string): Promise<void> {
  const without = ['--composite', '--incremental', '--declaration', '--declarationMap'].flatMap((flag) => [
    flag,
    'false',
  ]);
  const project = join(folder, 'tsconfig.lib.json');
  await tsc('-p', project, '--outDir', to, '--removeComments', ...without, '--tsBuildInfoFile', 'null');
}

async function tsc(...args: readonly string[]): Promise<void> {
  try {
    await run(join(root, 'node_modules', '.bin', 'tsc'), args, { cwd: root });
  } catch (error) {
    throw new Error(`tsc failed: ${(error as { stdout?: string }).stdout}`, { cause: error });
  }
}
