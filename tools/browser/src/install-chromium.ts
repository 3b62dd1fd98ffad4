import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findChromium, type Environment } from './find-chromium.js';

/** Several jest workers may miss the browser at once: flock lets one install it and the others wait for that. */
const lock = join(tmpdir(), 'ws4ts-chromium.lock');

const script = `
  command -v chromium && exit
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q -y update && apt-get -q -y install --no-install-recommends chromium
`;

/** Installs Debian's chromium, which takes a root user, and returns its path. */
export async function installChromium(
  environment: Environment = process.env,
  userId: number | undefined = process.getuid?.(),
): Promise<string> {
  if (userId !== 0) throw new Error('no Chromium was found: install the package "chromium", or set CHROMIUM to a path');
  try {
    await promisify(execFile)('flock', [lock, 'sh', '-c', script], { env: { ...environment } });
  } catch (cause) {
    throw new Error(
      'no Chromium was found, and apt-get could not install it: install one and set CHROMIUM to its path',
      { cause },
    );
  }
  const path = findChromium(environment);
  if (path === undefined)
    throw new Error('apt-get installed "chromium", but no Chromium was found: set CHROMIUM to its path');
  return path;
}
