import { run } from './run.js';

test('the last line counts tests, and a file that cannot be loaded as a failure', async () => {
  const { code, stdout } = await run({
    'a.test.js': "test('a', () => {}); test('b', () => { expect(1).toBe(2); });",
    'b.test.js': "import './missing.js';",
    'c.test.js': "test('c', () => {});",
  });
  expect(stdout).toBe('\n2 passed, 2 failed\n');
  expect(code).toBe(1);
});

test('a run that a test keeps alive ends, as a failure', async () => {
  const text = "import { createServer } from 'node:net'; test('a', (done) => { createServer().listen(0, done); });";
  const { code, stdout, stderr } = await run({ 'a.test.js': text });
  expect(stderr).toContain('the tests left something open: TCPServerWrap');
  expect(stdout).toBe('\n1 passed, 1 failed\n');
  expect(code).toBe(1);
}, 30_000);
