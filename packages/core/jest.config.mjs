import { preset } from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'core',
  rootDir: import.meta.dirname,
  setupFilesAfterEnv: ['<rootDir>/test/support/no-printing.ts'],
};
