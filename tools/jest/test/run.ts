import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const tools = join(import.meta.dirname, '..');
const jest = join(tools, '../../node_modules/jest/bin/jest.js');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs jest with this folder's setup on test files written for the occasion. */
export async function run(files: Record<string, string>): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'ws4ts-jest-'));
  const config = {
    testEnvironment: 'node',
    transform: {},
    setupFilesAfterEnv: [join(tools, 'quiet.mjs')],
    reporters: ['default', join(tools, 'summary.mjs')],
  };
  const all = { 'package.json': '{ "type": "module" }', 'jest.config.json': JSON.stringify(config), ...files };
  try {
    await Promise.all(Object.entries(all).map(([name, text]) => writeFile(join(folder, name), text)));
    return await spawnJest(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function spawnJest(cwd: string): Promise<Outcome> {
  const env = {
    ...process.env,
    CI: 'true',
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [jest, '--runInBand'], { cwd, env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
    child.stdin?.end();
  });
}
