import { run } from './run.js';

test.each([
  ['console.log("%s!", "hello")', 'hello!'],
  ['console.error("hello!")', 'hello!'],
  ['process.stdout.write("hello!\\n")', 'hello!'],
  ['process.stderr.write("hello!\\n")', 'hello!'],
])('a test that calls %s fails and is told why', async (call, text) => {
  const { code, stdout, stderr } = await run({
    'a.test.js': `test('loud', () => { ${call}; }); test('quiet', () => {});`,
  });
  expect(stderr).toContain(`a test may not print, but this was printed:\n    ${text}`);
  expect(stdout).toMatch(/\n1 passed, 1 failed\n$/);
  expect(code).toBe(1);
});

test('a test may spy on what it expects to be printed', async () => {
  const text = `import { jest } from '@jest/globals';
    test('spies', () => { const spy = jest.spyOn(console, 'warn').mockReturnValue(); console.warn('hm'); spy.mockRestore(); });`;
  expect(await run({ 'a.test.js': text })).toMatchObject({ code: 0, stdout: '\n1 passed, 0 failed\n' });
});
