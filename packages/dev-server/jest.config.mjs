import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'dev-server', rootDir: import.meta.dirname };
