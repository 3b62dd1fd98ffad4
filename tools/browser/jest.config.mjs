import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'browser', rootDir: import.meta.dirname };
