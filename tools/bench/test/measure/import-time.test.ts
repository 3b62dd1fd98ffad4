import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importTime } from '../../src/measure/import-time.js';

const folder = mkdtempSync(join(tmpdir(), 'import-time-'));
const busy = 'data:text/javascript,const start = process.cpuUsage(); while (process.cpuUsage(start).user < 50_000);';

afterAll(() => rmSync(folder, { recursive: true }));

test('what a module does when it is imported counts, and what Node does for any does not', () => {
  expect(importTime(busy, folder, undefined, 5)).toBeGreaterThanOrEqual(50_000);
  expect(importTime(join(folder, 'empty.mjs'), folder, undefined, 5)).toBeLessThan(5_000);
}, 30_000);

test('a module that does not load is an error', () => {
  expect(() => importTime('no-such-module', folder, undefined)).toThrow('importing no-such-module failed');
});
