import { median, percentile } from '../src/median.js';

test('the median of an odd number of values is the middle one', () => {
  expect(median([10, 9, 1])).toBe(9);
});

test('the median of an even number of values is half-way between the middle two', () => {
  expect(median([4, 100, 2, 1])).toBe(3);
});

test('the median of none is not a number', () => {
  expect(median([])).toBeNaN();
});

test.each([
  [0.5, 50],
  [0.99, 99],
  [1, 100],
  [0, 1],
])('the share %d of 1 to 100', (share, value) => {
  expect(
    percentile(
      Float64Array.from({ length: 100 }, (_, index) => index + 1),
      share,
    ),
  ).toBe(value);
});
