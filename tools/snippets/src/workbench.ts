// Puts snippets where they compile and run as if a user of the packages had written them: each page is a folder below
// the repository, so that imports find the workspace's sources, and each line keeps its number.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Snippet } from './snippet.js';

const start = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const register = join(import.meta.dirname, '../loader/register.mjs');

const tsconfig = {
  extends: join(root, 'tsconfig.base.json'),
  compilerOptions: {
    composite: false,
    declaration: false,
    declarationMap: false,
    noEmit: true,
    moduleDetection: 'force',
    // A page may name a thing for the reader alone.
    noUnusedLocals: false,
  },
  include: ['.'],
};

export class Workbench implements Disposable {
  readonly #folder: string;

  constructor(snippets: readonly Snippet[]) {
    mkdirSync(join(root, '.cache'), { recursive: true });
    this.#folder = mkdtempSync(join(root, '.cache/snippets-'));
    this.#write('package.json', '{ "type": "module" }');
    this.#write('tsconfig.json', JSON.stringify(tsconfig));
    for (const snippet of snippets) this.#write(pathOf(snippet), '\n'.repeat(snippet.line) + snippet.code);
  }

  /** Compiles all snippets and returns one line for each error, with the page and the line where it is. */
  async compile(): Promise<string[]> {
    try {
      await start(join(root, 'node_modules/.bin/tsc'), ['-p', '.', '--pretty', 'false'], { cwd: this.#folder });
      return [];
    } catch (error) {
      const { stdout } = error as { stdout: string };
      return stdout
        .trim()
        .split('\n')
        .map((line) => line.replace(/^(.+)\/[^/]+\.ts\((\d+),\d+\)/, '$1:$2'));
    }
  }

  /** Runs one snippet in a process of its own; rejects when that fails or has not ended after `timeLimit` milliseconds. */
  async run(snippet: Snippet, timeLimit = 10_000): Promise<void> {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const file = join(this.#folder, pathOf(snippet));
    const options = ['--conditions=@ws4ts/source', '--enable-source-maps', '--import', register];
    try {
      await start(process.execPath, [...options, file], { env, timeout: timeLimit });
    } catch (error) {
      const { killed, stderr } = error as { killed: boolean; stderr: string };
      const reason = killed ? `did not end within ${timeLimit} ms` : stderr.trim();
      throw new Error(`${snippet.page}:${snippet.line} ${reason}`, { cause: error });
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }

  #write(path: string, text: string): void {
    const target = join(this.#folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text, { flag: 'wx' });
  }
}

function pathOf({ page, name }: Snippet): string {
  return `${page}/${name}`;
}
