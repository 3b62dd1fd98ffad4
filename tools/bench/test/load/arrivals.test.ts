import { Arrivals } from '../../src/load/arrivals.js';

const expected = Buffer.from('abcdef');

test('a batch is complete with its last byte, however it is cut', () => {
  for (let cut = 1; cut < expected.length; cut++) {
    const arrivals = new Arrivals(expected);
    expect(arrivals.take(expected.subarray(0, cut), cut)).toBe(false);
    expect(arrivals.take(expected.subarray(cut), expected.length - cut)).toBe(true);
  }
});

test('only the given length of the buffer counts', () => {
  expect(new Arrivals(expected).take(Buffer.from('abcXXXXXX'), 3)).toBe(false);
});

test('the first batch is compared byte for byte', () => {
  const arrivals = new Arrivals(expected);
  arrivals.take(Buffer.from('abc'), 3);
  expect(() => arrivals.take(Buffer.from('deF'), 3)).toThrow('wrong bytes came back between 3 and 6');
});

test('later batches are counted, until told to compare again', () => {
  const arrivals = new Arrivals(expected);
  expect(arrivals.take(expected, 6)).toBe(true);
  expect(arrivals.take(Buffer.from('xxxxxx'), 6)).toBe(true);
  arrivals.verifyNext();
  expect(() => arrivals.take(Buffer.from('xxxxxx'), 6)).toThrow('wrong bytes');
});

test('more bytes than were due are an error', () => {
  expect(() => new Arrivals(expected).take(Buffer.from('abcdefg'), 7)).toThrow('7 bytes came back where 6 were due');
});
