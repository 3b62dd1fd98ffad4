import { availableParallelism } from 'node:os';
import { preset } from './jest.preset.mjs';

export default {
  projects: ['{packages,apps,tools}/*/jest.config.mjs'],
  // Jest takes these from the configuration it was started with, and not from the projects'.
  testTimeout: preset.testTimeout,
  // Modules of past test files stay in memory: a worker that holds so much is replaced by a new one.
  workerIdleMemoryLimit: '1GB',
  // Half of the time a test waits for a server, a browser or the clock.
  maxWorkers: availableParallelism() + 1,
  reporters: ['default', './tools/jest/summary.mjs'],
};
