// Joins the modules of a package into few files: Node takes longer to find and open a hundred files than to run them. What
// several entry points need is in files that they share, so that there is one copy of each class, whatever is imported.
import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { rollup, type OutputOptions, type Plugin } from 'rollup';
import type { PublicPackage } from './public-packages.js';

/**
 * Writes `dist/` as ES modules and `cjs/` as CommonJS, with maps to the package's `src/`.
 *
 * @param modules where the package's compiled modules are, with their maps
 * @param to the folder of the package that is put together
 */
export async function bundle(from: PublicPackage, modules: string, to: string): Promise<void> {
  const input = Object.fromEntries(from.entries.map((entry) => [entry, join(modules, `${entry}.js`)]));
  const whole = await rollup({
    input,
    external: (id) => !/^[./]/.test(id),
    plugins: [compiled],
    onLog: (_, { message }) => {
      throw new Error(`bundling ${from.name}: ${message}`);
    },
  });
  try {
    for (const format of from.isDual ? (['es', 'cjs'] as const) : (['es'] as const)) {
      const output = join(to, format === 'es' ? 'dist' : 'cjs');
      await whole.write({ ...options, format, dir: output, sourcemapPathTransform: toSources(from.folder, to) });
    }
  } finally {
    await whole.close();
  }
}

const options: OutputOptions = {
  sourcemap: true,
  // They are published beside.
  sourcemapExcludeSources: true,
  chunkFileNames: 'shared-[hash].js',
  generatedCode: 'es2015',
  // As tsc does: jest, for one, has no `import()` in CommonJS.
  dynamicImportInCjs: false,
  // The names imported from Node and from packages are never assigned anew.
  externalLiveBindings: false,
};

/** Reads a module with the map that leads from it to its source. */
const compiled: Plugin = {
  name: 'compiled',
  load: (id) => ({
    code: readFileSync(id, 'utf8').replace(`//# sourceMappingURL=${basename(id)}.map`, ''),
    map: readFileSync(`${id}.map`, 'utf8'),
  }),
};

/** A source's path as it is in the published package, where `src` is beside the bundles. */
function toSources(folder: string, to: string): (path: string, map: string) => string {
  return (path, map) => relative(dirname(map), join(to, relative(folder, resolve(dirname(map), path))));
}
