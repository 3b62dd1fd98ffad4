import { rawFrame, unmasked } from '../../src/frames/raw-frame.js';

test('it writes the examples of §5.7', () => {
  expect(rawFrame(0x81, Buffer.from('Hello'), false).toString('hex')).toBe('810548656c6c6f');
  expect(rawFrame(0x82, Buffer.alloc(256), false).subarray(0, 4).toString('hex')).toBe('827e0100');
  expect(rawFrame(0x82, Buffer.alloc(65_536), false).subarray(0, 10).toString('hex')).toBe('827f0000000000010000');
});

test('a masked frame carries its key', () => {
  const frame = rawFrame(0x81, Buffer.from('Hello'), true);
  expect(frame[1]).toBe(0x85);
  expect(unmasked(frame.subarray(6), frame.subarray(2, 6), 0).toString()).toBe('Hello');
});

test('a part is unmasked by where it begins, and the original stays', () => {
  const key = Buffer.from('37fa213d', 'hex');
  const masked = Buffer.from('7f9f4d5158', 'hex');
  expect(unmasked(masked.subarray(3), key, 3).toString()).toBe('lo');
  expect(masked.toString('hex')).toBe('7f9f4d5158');
});
