import { Latencies } from '../../src/measuring/latencies.js';

test('times are counted in buckets, and in percentiles', () => {
  const latencies = new Latencies();
  for (const time of [0.15, 0.2, 0.9, 1, 1.1, 100_000]) latencies.record(time);
  expect(latencies.buckets.filter(({ count }) => count > 0)).toEqual([
    { upTo: 0.2, count: 2 },
    { upTo: 1, count: 2 },
    { upTo: 2, count: 1 },
    { upTo: 50_000, count: 1 },
  ]);
  expect(latencies.count).toBe(6);
  expect(latencies.percentile(50)).toBeCloseTo(0.9, 1);
  expect(latencies.mean).toBeGreaterThan(latencies.percentile(50));
  expect(latencies.max / 100_000).toBeCloseTo(1, 2);
});

test('without times there is nothing', () => {
  const { count, max, mean, buckets } = new Latencies();
  expect({ count, max, mean, buckets }).toEqual({ count: 0, max: 0, mean: 0, buckets: [] });
});
