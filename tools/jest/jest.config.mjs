import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'jest', rootDir: import.meta.dirname };
