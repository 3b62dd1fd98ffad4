import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const readmes = /^(?:[^/]+|(?:packages|apps|tools)\/[^/]+\/README)\.md$/;
const guides = /^docs\/.*\.md$/;

/** Lists the Markdown pages whose snippets are checked, by their paths from the root. */
export function pagesOf(root: string): string[] {
  const pages: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) walk(path);
      else if (readmes.test(path) || guides.test(path)) pages.push(path);
    }
  };
  walk('');
  return pages.toSorted();
}
