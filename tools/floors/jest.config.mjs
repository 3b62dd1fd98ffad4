import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'floors', rootDir: import.meta.dirname };
