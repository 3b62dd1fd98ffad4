import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from './workspace.js';

const skipped = new Set(['node_modules', 'dist', 'cjs', 'coverage']);

/** Reads what the rules look at from the disk: manifests and TypeScript files, but nothing that was built. */
export function readTree(root: string): Tree {
  const tree = new Map<string, string>();
  const read = (path: string) => tree.set(path, readFileSync(join(root, path), 'utf8'));
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name) && !entry.name.startsWith('.')) walk(path);
      } else if (entry.name === 'package.json' || (entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))) {
        read(path);
      }
    }
  };
  read('package.json');
  for (const folder of ['packages', 'apps', 'tools']) walk(folder);
  return tree;
}
