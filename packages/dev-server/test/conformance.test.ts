// RFC 6455, case by case, through the taps of the dev server: what is looked at is not held back.
import { runConformance } from '@ws4ts/conformance';
import { serve } from './support/served.js';

/** The others judge what a tap has no part in, or how much a server stands, and take a while. */
const ONLY = ['close.', 'control.', 'cutting.', 'fragments.', 'frames.', 'header.'];

test('no case fails', async () => {
  const server = await serve();
  const verdicts = await runConformance(`${server.url}/echo`, { only: ONLY, patience: 15_000, timeout: 60_000 });
  const failed = verdicts.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ id, section, says, why }) => `${id} (${section}) ${says}: ${why}`)).toEqual([]);
  expect(verdicts.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(50);
}, 120_000);
