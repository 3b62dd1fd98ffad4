import { join } from 'node:path';
import { root } from './public-packages.js';

/**
 * Where `npm run pack` lays packages out. It is below the workspace, so that a program in it finds the packages as they are
 * published, and all else where the workspace has it.
 */
export const stagingFolder = join(root, '.cache', 'packed');
