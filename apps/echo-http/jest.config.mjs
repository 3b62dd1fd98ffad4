import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'echo-http', rootDir: import.meta.dirname };
