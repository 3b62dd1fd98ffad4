import { UsageError } from '@ws4ts/core';
import { changeChaos, NO_CHAOS } from '../../src/chaos/chaos-settings.js';

test('what is named is changed, the rest stays', () => {
  const slow = changeChaos(NO_CHAOS, { latency: 100 });
  expect(changeChaos(slow, { loss: 0.5 })).toEqual({ ...NO_CHAOS, latency: 100, loss: 0.5 });
});

test.each([
  { latency: -1 },
  { loss: 1.1 },
  { bandwidth: Number.NaN },
  { halfOpen: 1 },
  { jitter: '5' },
  { colour: 1 },
  { fragmentation: 0.5 },
  { fragments: 2.5 },
])('%j makes no sense', (changes) => {
  expect(() => changeChaos(NO_CHAOS, changes as never)).toThrow(UsageError);
});
