import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesOf } from '../src/pages.js';
import { snippetsOf } from '../src/snippet.js';
import { Workbench } from '../src/workbench.js';

const root = join(import.meta.dirname, '../../..');
const pages = pagesOf(root);
const snippets = pages.flatMap((page) => snippetsOf(page, readFileSync(join(root, page), 'utf8')));

let bench: Workbench;

beforeAll(() => {
  bench = new Workbench(snippets);
});

afterAll(() => bench[Symbol.dispose]());

test('the pages of this repository are found', () => {
  expect(pages).toEqual(expect.arrayContaining(['CONTRIBUTING.md', 'docs/decisions/0001-two-typescripts.md']));
  expect(snippets).not.toEqual([]);
});

test('their snippets compile', async () => {
  expect(await bench.compile()).toEqual([]);
}, 60_000);

test.each(snippets.filter(({ runs }) => runs))(
  '$page:$line runs',
  (snippet) => expect(bench.run(snippet)).resolves.toBeUndefined(),
  20_000,
);
