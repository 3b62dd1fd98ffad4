// Who uses the packages: Nest 11 and 12, in CommonJS and in modules. Nest 12 is pinned by the root's package.json; Nest 11
// in CommonJS is set up as its users have it, with resolution that does not read `exports`, and tested by jest.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');
const { devDependencies, overrides } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const NEST = ['common', 'core', 'platform-express', 'testing', 'websockets'].map((name) => `@nestjs/${name}`);
const pinned = (names) => Object.fromEntries(names.map((name) => [name, devDependencies[name]]));

const around = pinned([
  '@types/node',
  '@types/ws',
  'class-transformer',
  'class-validator',
  'reflect-metadata',
  'rxjs',
  'ws',
]);
const nest11 = { ...Object.fromEntries(NEST.map((name) => [name, '11.1.29'])), typescript: '5.9.3', ...around };
const nest12 = { ...pinned(NEST), typescript: devDependencies['@typescript/native'], ...around };
const jest = { ...pinned(['@types/jest', 'jest']), 'ts-jest': '29.4.6' };

export const consumers = [
  {
    name: 'Nest 11, CommonJS',
    type: 'commonjs',
    dependencies: { ...nest11, ...jest },
    compilerOptions: { module: 'commonjs', moduleResolution: 'node10' },
    jest: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
      transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json' }] },
    },
    overrides,
  },
  { name: 'Nest 11, modules', type: 'module', dependencies: nest11 },
  { name: 'Nest 12, CommonJS', type: 'commonjs', dependencies: nest12 },
  { name: 'Nest 12, modules', type: 'module', dependencies: nest12 },
];
