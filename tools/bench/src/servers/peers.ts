// Loads from the folder of peers, which has a lock file and packages of its own.
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Requires a module that is installed there. */
export const requirePeer = createRequire(join(import.meta.dirname, '..', '..', 'peers', 'package.json'));
