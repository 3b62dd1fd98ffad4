import crypto from 'node:crypto';
import { expect, it, jest } from '@jest/globals';
import { drawMaskingKey } from '../../src/wire/masking-keys.js';

// More than two batches of the system's randomness.
const DRAWN = Array.from({ length: 2500 }, drawMaskingKey);

it('draws keys of 32 bits, never 0', () => {
  expect(DRAWN.filter((key) => key === 0 || key !== (key | 0))).toEqual([]);
});

it('draws a fresh key each time', () => {
  // One pair of 2500 equal keys is a matter of one run in 1400; four are not chance.
  expect(new Set(DRAWN).size).toBeGreaterThan(DRAWN.length - 4);
});

it('uses all bits', () => {
  expect(DRAWN.reduce((seen, key) => seen | key, 0)).toBe(-1);
  expect(DRAWN.reduce((seen, key) => seen & key, -1)).toBe(0);
});

it('passes over a 0 that chance has drawn', async () => {
  let fills = 0;
  const fill = (keys: Int32Array): Int32Array => keys.fill(0).fill(7, fills++ === 0 ? keys.length : 2);
  const spy = jest.spyOn(crypto, 'randomFillSync').mockImplementation(fill as typeof crypto.randomFillSync);
  jest.resetModules();
  const fresh = await import('../../src/wire/masking-keys.js');
  expect([fresh.drawMaskingKey(), fresh.drawMaskingKey()]).toEqual([7, 7]);
  expect(fills).toBe(2);
  spy.mockRestore();
});
