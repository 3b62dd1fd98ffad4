import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { servers } from '../../src/plan/server-table.js';
import { findBun, peersFolder } from '../../src/process/peers.js';

function dependenciesOf(folder: string): Record<string, string> {
  const file = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  return { ...file.devDependencies, ...file.dependencies, ...file.optionalDependencies };
}

test.each([
  ['linux', 'x64', '@oven/bun-linux-x64', 'bun'],
  ['darwin', 'arm64', '@oven/bun-darwin-aarch64', 'bun'],
  ['win32', 'x64', '@oven/bun-windows-x64', 'bun.exe'],
])('the package that holds Bun for %s on %s is one that gets installed', (platform, arch, name, program) => {
  const bun = findBun(platform, arch);
  expect(bun.package).toBe(name);
  expect(bun.path.endsWith(join(name, 'bin', program))).toBe(true);
  expect(dependenciesOf(peersFolder)).toHaveProperty([name]);
});

test('the peers have a lock file, and the same ws as the project', () => {
  expect(existsSync(join(peersFolder, 'package-lock.json'))).toBe(true);
  const root = dependenciesOf(join(peersFolder, '..', '..', '..'));
  expect(dependenciesOf(peersFolder).ws).toBe(root.ws);
});

test('a peer is none of the packages that the project itself installs', () => {
  const root = dependenciesOf(join(peersFolder, '..', '..', '..'));
  const peers = servers.filter(({ isPeer }) => isPeer).flatMap(({ packages }) => packages);
  expect(peers.length).toBeGreaterThan(2);
  expect(peers.filter((name) => name in root)).toEqual([]);
});
