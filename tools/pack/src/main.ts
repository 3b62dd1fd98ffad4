// Lays out all packages where they are published from.
import { relative } from 'node:path';
import { stage } from './stage.js';
import { root } from './public-packages.js';
import { stagingFolder } from './staging-folder.js';

for (const [name, folder] of await stage(stagingFolder)) console.log(`${name}: ${relative(root, folder)}`);
