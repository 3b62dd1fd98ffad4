// Verdicts as a page that is committed, so that a test can compare a claim of conformance with a run.
import type { Verdict } from './run-conformance.js';

/** One line a case, after a count; how long each took is left out. */
export function report(verdicts: readonly Verdict[]): string {
  const count = (outcome: Verdict['outcome']) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const lines = verdicts.map(({ outcome, id, section, says, why }) => {
    return `${outcome} ${id} (${section}) ${says}${why && `: ${why}`}`.trimEnd();
  });
  return [
    '# Conformance',
    '',
    'What a server of `@ws4ts/http`, the demo `apps/echo-http`, makes of every case of [our suite](../tools/conformance/README.md).',
    '`apps/echo-http/test/conformance.test.ts` compares this page with a run, and says why a case fails.',
    '',
    `${verdicts.length} cases: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped.`,
    '',
    '```text',
    ...lines,
    '```',
    '',
  ].join('\n');
}
