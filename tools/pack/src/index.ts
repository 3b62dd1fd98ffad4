export { stage } from './stage.js';
export { tarball } from './tarball.js';
export { publicPackages, type PublicPackage } from './public-packages.js';
export { stagingFolder } from './staging-folder.js';
