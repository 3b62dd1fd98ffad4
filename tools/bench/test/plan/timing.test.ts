import { planTiming } from '../../src/plan/timing.js';

const full = { quick: false, all: false, rounds: 3, warmUp: undefined, duration: undefined };
const few = { measurements: 2, warmUps: 2 };
const quick = { ...full, quick: true, rounds: 1 };

test('few measurements take a second each', () => {
  expect(planTiming(few, full)).toEqual({ warmUp: 500, duration: 1000 });
});

test.each([
  [full, 45, 70_000],
  [quick, 45, 45_000],
  [{ ...full, all: true }, 250, 300_000],
])('many measurements share the time of a round', (wish, measurements, budget) => {
  const { warmUp, duration } = planTiming({ measurements, warmUps: 55 }, wish);
  const all = measurements * (duration + 350) + 55 * warmUp;
  expect(all).toBeLessThan(budget * 1.01);
  expect(all).toBeGreaterThan(budget * 0.95);
});

test('no measurement is shorter than a fifth of a second', () => {
  expect(planTiming({ measurements: 1000, warmUps: 1000 }, full).duration).toBe(200);
});

test('what is told counts', () => {
  expect(planTiming(few, { ...full, warmUp: 10, duration: 20 })).toEqual({ warmUp: 10, duration: 20 });
});
