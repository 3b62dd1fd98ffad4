import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'soak', rootDir: import.meta.dirname };
