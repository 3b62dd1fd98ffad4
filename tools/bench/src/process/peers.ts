// The peers in native code: large, and no part of this project's own installation. They are installed when a run first needs
// them; a run goes on without those that cannot be had.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder with their package.json, lock file and packages. */
export const peersFolder = join(import.meta.dirname, '..', '..', 'peers');

const modules = join(peersFolder, 'node_modules');

/** The package that holds Bun for this machine, and the program in it. */
export const bunBinary = findBun(process.platform, process.arch);

/** A package has Bun for one platform: its name says for which. */
export function findBun(platform: string, arch: string): { package: string; path: string } {
  const isWindows = platform === 'win32';
  const name = `@oven/bun-${isWindows ? 'windows' : platform}-${arch === 'arm64' ? 'aarch64' : arch}`;
  return { package: name, path: join(modules, name, 'bin', isWindows ? 'bun.exe' : 'bun') };
}

/** Installs them unless they are; undefined, or one sentence that says why they are not there. */
export function installPeers(tell: (sentence: string) => void): string | undefined {
  if (existsSync(join(modules, '.package-lock.json'))) return undefined;
  tell('installing the servers to compare with, once (some 200 MB)');
  const options = ['ci', '--prefix', peersFolder, '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, error, stderr } = spawnSync('npm', options, { encoding: 'utf8', timeout: 300_000 });
  if (status === 0) return undefined;
  const why = error?.message ?? (/^npm error (?!code)(.*)$/m.exec(stderr)?.[1] || `npm ended with ${status}`);
  return `the servers in ${peersFolder} could not be installed: ${why}`;
}
