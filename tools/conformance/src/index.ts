export { cases } from './cases/index.js';
export type { ConformanceCase } from './conformance-case.js';
export { Failure } from './failure.js';
export { report } from './report.js';
export { runConformance, type RunOptions, type Verdict } from './run-conformance.js';
export { defaultSettings, type Settings } from './settings.js';
