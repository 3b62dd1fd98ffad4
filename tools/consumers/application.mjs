// One consumer in a folder of its own: what is written there, installed, compiled and started. It is far from the repository, so
// that nothing is found in its node_modules.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { promisify } from 'node:util';

/** Runs a command in a folder; what it printed is in the error when it fails. */
export async function run(cwd, command, ...args) {
  try {
    return await promisify(execFile)(command, args, { cwd, encoding: 'utf8', timeout: 300_000, maxBuffer: 1 << 26 });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')} failed:\n${error.stdout}${error.stderr}`, { cause: error });
  }
}

/** Writes the application of a consumer into a folder, installs the tarballs with what it needs, and compiles it. */
export async function build(folder, consumer, tarballs) {
  cpSync(join(import.meta.dirname, 'app'), folder, { recursive: true });
  const { type, jest, overrides } = consumer;
  const dependencies = { ...consumer.dependencies, ...tarballs };
  write(folder, 'package.json', { name: 'consumer', private: true, type, dependencies, overrides, jest });
  write(folder, 'tsconfig.json', {
    compilerOptions: {
      target: 'es2023',
      module: 'nodenext',
      strict: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      skipLibCheck: false,
      types: jest ? ['node', 'jest'] : ['node'],
      rootDir: 'src',
      outDir: 'dist',
      ...consumer.compilerOptions,
    },
    include: ['src'],
  });
  await run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts');
  await run(folder, process.execPath, 'node_modules/typescript/bin/tsc');
}

/** Starts a built application: tells its URL, and `stop` ends it as a host would. */
export async function start(folder) {
  const child = spawn(process.execPath, ['dist/main.js'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let errors = '';
  child.stderr.on('data', (piece) => (errors += piece));
  const lines = createInterface({ input: child.stdout });
  const [first] = await Promise.race([
    once(lines, 'line', { signal: AbortSignal.timeout(60_000) }),
    ended.then(([code]) => Promise.reject(new Error(`the application ended with ${code}:\n${errors}`))),
  ]);
  return {
    url: first.replace('http', 'ws'),
    stop: async () => {
      child.kill('SIGTERM');
      const [code, signal] = await ended;
      return { code, signal, errors };
    },
    kill: () => child.kill('SIGKILL'),
  };
}

function write(folder, name, content) {
  writeFileSync(join(folder, name), JSON.stringify(content, undefined, 2));
}
