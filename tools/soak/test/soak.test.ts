// A tiny soak, as a user starts it: it must find nothing wrong.
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const project = join(import.meta.dirname, '..');

beforeAll(() => {
  const compiler = join(project, '..', '..', 'node_modules', '.bin', 'tsc');
  execFileSync(compiler, ['-b', join(project, 'tsconfig.build.json')], { stdio: 'inherit' });
}, 60_000);

test('many come, some misbehave, all go, and nothing is left', async () => {
  const options = ['--connections', '200', '--rounds', '10', '--pause', '20'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    join(project, 'dist', 'main.js'),
    ...options,
  ]);
  expect(stderr).toBe('');
  expect(stdout).toContain('in order');
  expect(stdout).toMatch(/nothing is wrong\n$/);
}, 60_000);
