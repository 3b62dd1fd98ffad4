import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'snippets', rootDir: import.meta.dirname };
