// Packs every public package and runs publint and attw on the tarball. A package with a CommonJS build must resolve in
// every mode, TypeScript's node10 too, which projects with `module: commonjs` still use and which does not read
// `exports`: subpaths are therefore repeated in `typesVersions`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicPackages, stage, tarball } from '@ws4ts/pack';

const root = join(import.meta.dirname, '..');
const out = mkdtempSync(join(tmpdir(), 'pack-'));
const run = (cmd, args) =>
  execFileSync(cmd, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const staged = await stage(join(out, 'staged'));
for (const { name, isDual } of publicPackages()) {
  const tgz = await tarball(staged.get(name), out);
  run('node_modules/.bin/publint', [tgz, '--strict']);
  run('node_modules/.bin/attw', [tgz, '--profile', isDual ? 'strict' : 'esm-only']);
  console.log(`${name}: publint and attw passed (${isDual ? 'ESM + CJS' : 'ESM only'})`);
}
rmSync(out, { recursive: true });
