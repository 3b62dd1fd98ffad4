// What it costs a program to import a package, beyond what Node takes to import an empty module: CPU time, as everywhere here.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../median.js';
import { pin } from '../process/cores.js';

/**
 * Microseconds: the median of some programs that do nothing else.
 *
 * @param folder the one from which the programs find the module
 */
export function importTime(module: string, folder: string, core: number | undefined, times = 21): number {
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, '');
  const program =
    `await import(${JSON.stringify(empty)});` +
    'const start = process.cpuUsage();' +
    `await import(${JSON.stringify(module)});` +
    'const { user, system } = process.cpuUsage(start);' +
    'process.stdout.write(String(user + system));';
  const command = pin(core, [process.execPath, '--input-type=module', '-e', program]);
  const [file = '', ...rest] = command;
  const each = Array.from({ length: times }, () => {
    const { status, stdout, stderr } = spawnSync(file, rest, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 10_000,
    });
    if (status !== 0) throw new Error(`importing ${module} failed: ${stderr.trim()}`);
    return Number(stdout);
  });
  return median(each);
}
