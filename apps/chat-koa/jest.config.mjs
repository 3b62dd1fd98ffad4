import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'chat-koa', rootDir: import.meta.dirname };
