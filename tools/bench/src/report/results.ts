// Writes what a run found for readers and for programs: a page, a picture, and every single measurement.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from '../measure/rounds.js';
import { subject, yardstick } from '../plan/server-table.js';
import { drawChart } from './chart.js';
import { formatEnvironment, type Environment } from './environment.js';
import type { Summary } from './summary.js';

export interface Results {
  environment: Environment;
  summaries: readonly Summary[];
  measurements: readonly Measurement[];
}

/** Into results.md, results.json and chart.svg; the tables are those that were printed. */
export function writeResults(folder: string, results: Results, tables: string): void {
  mkdirSync(folder, { recursive: true });
  const page =
    `# The figures of ${results.environment.date}\n\n${formatEnvironment(results.environment)}\n\n` +
    `![ratios to ${yardstick}](chart.svg)\n\n${tables.trim()}\n`;
  writeFileSync(join(folder, 'results.md'), page);
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(folder, 'chart.svg'), drawChart(results.summaries, yardstick, subject));
}
