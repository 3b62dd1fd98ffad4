import { snippetsOf } from '../src/snippet.js';

test('the blocks fenced as ts are found, and which of them run', () => {
  const page = [
    '# Title',
    '```ts',
    'one();',
    '```',
    '```sh',
    'two',
    '```',
    '- item',
    '  ```ts run',
    '  three();',
    '',
    '  ```',
  ];
  expect(snippetsOf('README.md', page.join('\n'))).toEqual([
    { page: 'README.md', line: 2, name: 'line-2.ts', code: 'one();', runs: false },
    { page: 'README.md', line: 9, name: 'line-9.ts', code: 'three();\n', runs: true },
  ]);
});

test('a block in a longer fence is an example of a block, and is left alone', () => {
  expect(snippetsOf('README.md', ['````md', '```ts', '```', '````'].join('\n'))).toEqual([]);
});

test('a comment with a file name names the block', () => {
  expect(snippetsOf('a.md', '```ts\n// with-http.ts: the door\n```')).toMatchObject([{ name: 'with-http.ts' }]);
});
