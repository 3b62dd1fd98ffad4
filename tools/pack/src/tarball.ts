// What `npm publish` would upload.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Packs the package in a folder.
 *
 * @param out the folder for the tarball
 * @returns the tarball's path
 */
export async function tarball(folder: string, out: string): Promise<string> {
  const args = ['pack', '--json', '--loglevel=error', '--ignore-scripts', '--pack-destination', out];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: folder });
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, { filename: string }>);
  if (packed === undefined) throw new Error(`npm packed nothing of ${folder}`);
  return join(out, packed.filename.replace('@', '').replace('/', '-'));
}
