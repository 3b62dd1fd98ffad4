/** How TypeScript becomes JavaScript wherever sources run unbuilt. Decorators are the legacy ones that Nest needs. */
export const swc = {
  swcrc: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: true,
      verbatimModuleSyntax: true,
    },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

/** Options shared by every project's jest.config.mjs: tests run on sources, so no build can be stale. */
export const preset = {
  setupFilesAfterEnv: [new URL('tools/jest/quiet.mjs', import.meta.url).pathname],
  testEnvironment: 'node',
  testEnvironmentOptions: { globalsCleanup: 'off', customExportConditions: ['@ws4ts/source', 'node', 'node-addons'] },
  testTimeout: 30_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
};
