import { report, type Verdict } from '@ws4ts/conformance';

const verdict: Verdict = { id: '1.1', section: '§5.6', says: 'text', outcome: 'passed', why: '', milliseconds: 7 };

test('a report counts, and has a line for each case, with no times', () => {
  const failed: Verdict = { ...verdict, id: '1.2', outcome: 'failed', why: 'got binary' };
  const lines = report([verdict, failed]).split('\n');
  expect(lines).toContain('2 cases: 1 passed, 1 failed, 0 skipped.');
  expect(lines.slice(-4)).toEqual(['passed 1.1 (§5.6) text', 'failed 1.2 (§5.6) text: got binary', '```', '']);
});
