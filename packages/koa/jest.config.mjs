import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'koa', rootDir: import.meta.dirname };
