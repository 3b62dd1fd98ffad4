// The house as data: who may import whom, where the line runs, and how large a thing may grow. A new package or
// folder is a new row here; the rules themselves stay as they are.

/** What one package, or every package below one folder, may do. */
export interface Plan {
  /** Folders of the workspace packages that `src` may import; `*` stands for every package below a folder. */
  readonly mayImport: readonly string[];
  /** Where else than in its own package.json an npm import of `src` may be declared. */
  readonly declaredIn?: 'the root too';
  /** Where it is false, package.json may name no package that users would have to install. */
  readonly runtimeDependencies?: false;
  /** Folders of `src` from the lowest floor up. Folders that share a floor know nothing of each other. */
  readonly floors?: readonly (readonly string[])[];
  /** Files beside the floors that may import anything and that nobody imports. */
  readonly entries?: readonly string[];
  /** The highest floor that is left of the line. */
  readonly lineAfter?: string;
}

/** The first row that fits a package's folder is its plan. */
export const house: Readonly<Record<string, Plan>> = {
  'packages/core': {
    mayImport: [],
    runtimeDependencies: false,
    floors: [
      ['vocabulary'],
      ['wire'],
      ['extensions'],
      ['protocol'],
      ['handshake'],
      ['options'],
      ['limits'],
      ['connection'],
      ['messages'],
      ['groups'],
      ['socket'],
      ['server', 'client'],
      ['testing'],
    ],
    entries: ['index.ts', 'protocol.ts', 'testing.ts'],
    lineAfter: 'handshake',
  },
  'packages/http': { mayImport: ['packages/core'] },
  'packages/koa': { mayImport: ['packages/core', 'packages/http'] },
  'packages/nest': { mayImport: ['packages/core', 'packages/http'] },
  'packages/dev-server': { mayImport: ['packages/core', 'packages/http'] },
  'packages/redis': { mayImport: ['packages/core'] },
  'apps/*': { mayImport: ['packages/*'] },
  'tools/*': { mayImport: ['packages/*', 'tools/*'], declaredIn: 'the root too' },
};

/** What code left of the line may use of the world outside: bytes, and the source of masking keys and digests. */
export const builtinsLeftOfTheLine: readonly string[] = ['node:buffer', 'node:crypto'];

/** Global names that code left of the line may not use, and the sentence's end that says why. */
export const namesRightOfTheLine: Readonly<Record<string, string>> = {
  ...because('timers live right of the line', [
    'setTimeout',
    'setInterval',
    'setImmediate',
    'clearTimeout',
    'clearInterval',
    'clearImmediate',
    'queueMicrotask',
  ]),
  ...because('the protocol answers at once', [
    'Promise',
    'PromiseLike',
    'AsyncIterable',
    'AsyncIterator',
    'AsyncGenerator',
  ]),
  ...because('the protocol knows no clock', ['Date', 'performance']),
  ...because('the masking key is the only random thing, and node:crypto makes it', ['Math.random']),
  ...because('the protocol does no I/O', ['process', 'console', 'fetch', 'globalThis']),
};

/** Words that say nothing: a file that needs one of them holds more than one thing. */
export const emptyWords: readonly string[] = ['utils', 'util', 'helpers', 'helper', 'common', 'types', 'misc', 'base'];

/**
 * How long a file below `src` or `test` may be, and how many TypeScript files a folder of `src` may hold beside its
 * subfolders.
 */
export const limits = { lines: 250, filesInFolder: 9 } as const;

function because(reason: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}
