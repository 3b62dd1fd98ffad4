import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { History } from '../../src/extensions/deflate-format/history.js';

describe('History', () => {
  it('holds the last bytes, however they came, in no more memory than its size', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 900, size: 'max' }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 300, 512, 1000, 5000), pieces, (size, appended) => {
        const history = new History(size);
        for (const piece of appended)
          history.append(Buffer.concat([Buffer.of(1), piece, Buffer.of(2)]), 1, piece.length + 1);
        const all = Buffer.concat(appended);
        const expected = all.subarray(Math.max(0, all.length - size));
        const target = Buffer.alloc(history.length);
        history.copyTo(target);
        expect(target.equals(expected)).toBe(true);
        expect(history.memory).toBeLessThanOrEqual(Math.min(size, Math.max(512, all.length * 2)));
      }),
    );
  });

  it('is empty after clear', () => {
    const history = new History(100);
    history.append(Buffer.alloc(200, 1), 0, 200);
    history.clear();
    expect([history.length, history.memory]).toEqual([0, 0]);
    history.append(Buffer.of(7), 0, 1);
    expect(history.length).toBe(1);
  });
});
