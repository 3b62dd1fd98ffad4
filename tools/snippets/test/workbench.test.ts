import { snippetsOf, type Snippet } from '../src/snippet.js';
import { Workbench } from '../src/workbench.js';

let bench: Workbench;
let snippets: Snippet[];

afterEach(() => bench[Symbol.dispose]());

/** Opens a page of these blocks, in which the first block's first line is line 2. */
function open(...blocks: string[]): void {
  snippets = snippetsOf('docs/a.md', blocks.map((block) => `\`\`\`ts run\n${block}\n\`\`\``).join('\n'));
  bench = new Workbench(snippets);
}

async function runAll(): Promise<void> {
  for (const snippet of snippets) await bench.run(snippet);
}

test('an error is told by page and line, and blocks do not see each other', async () => {
  open('const a: string = 1;', 'const a = 1;\na.b;');
  expect(await bench.compile()).toEqual([
    "docs/a.md:2: error TS2322: Type 'number' is not assignable to type 'string'.",
    "docs/a.md:6: error TS2339: Property 'b' does not exist on type '1'.",
  ]);
});

test('a block imports another by its name, workspace packages by theirs, and may use decorators', async () => {
  open(
    '// mark.ts\nexport const mark = (target: { marked?: boolean }) => void (target.marked = true);',
    "import { WebSocket } from '@ws4ts/core';\nimport { mark } from './mark.js';\n" +
      "@mark class A { static marked?: boolean }\nif (!A.marked || !WebSocket) throw new Error('unmarked');",
  );
  expect(await bench.compile()).toEqual([]);
  await runAll();
});

test('resources are disposed of at the end of a block', async () => {
  open('await using a = { async [Symbol.asyncDispose]() { process.exitCode = 3; } };');
  expect(await bench.compile()).toEqual([]);
  await expect(runAll()).rejects.toThrow('docs/a.md:1');
});

test('an error at run time is told by page and line', async () => {
  open("const name: string = 'b';\nthrow new Error(`no ${name}`);");
  await expect(runAll()).rejects.toThrow(/^docs\/a\.md:1 (.|\n)*line-1\.ts:3(.|\n)*Error: no b/);
});

test('a block that does not end is an error', async () => {
  open('setInterval(() => {}, 1000);');
  await expect(bench.run(snippets[0]!, 1_000)).rejects.toThrow('docs/a.md:1 did not end within 1000 ms');
});
