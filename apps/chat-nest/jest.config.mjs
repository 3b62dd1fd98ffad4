import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'chat-nest', rootDir: import.meta.dirname };
