import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'http', rootDir: import.meta.dirname };
