import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'nest', rootDir: import.meta.dirname };
