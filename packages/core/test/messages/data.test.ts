import { describe, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { bytesOf, stringOrBytes } from '../../src/messages/data.js';

describe('stringOrBytes', () => {
  it('gives strings and Uint8Arrays as they are', () => {
    const bytes = Buffer.from('x');
    expect(stringOrBytes('text')).toBe('text');
    expect(stringOrBytes(bytes)).toBe(bytes);
  });

  it('looks at other views and buffers without a copy', () => {
    const { buffer } = new Uint32Array([1, 2, 3]);
    for (const [data, offset, length] of [
      [new DataView(buffer, 2, 5), 2, 5],
      [new Uint16Array(buffer, 4, 2), 4, 4],
      [buffer, 0, 12],
    ] as const) {
      const bytes = stringOrBytes(data) as Uint8Array;
      expect(bytes).toBeInstanceOf(Uint8Array);
      expect(bytes.buffer).toBe(buffer);
      expect([bytes.byteOffset, bytes.length]).toEqual([offset, length]);
    }
  });

  // They were recognised by instanceof, which knows only its own realm's: in jest, whose tests run in a realm of their own,
  // every ArrayBuffer was refused.
  it.each(['new ArrayBuffer(3)', 'new SharedArrayBuffer(3)', 'new Uint8Array(3)', 'new DataView(new ArrayBuffer(3))'])(
    'takes what another realm has made: %s',
    (expression) => {
      expect((stringOrBytes(runInNewContext(expression)) as Uint8Array).byteLength).toBe(3);
    },
  );

  it.each([undefined, null, 0, [], {}, { byteLength: 1 }, new String('x')])('refuses %p', (data) => {
    expect(() => stringOrBytes(data)).toThrow(expect.objectContaining({ code: 'WS_USAGE_DATA' }));
  });
});

describe('bytesOf', () => {
  it('encodes a string in UTF-8', () => {
    expect(Buffer.from(bytesOf('é')).toString('hex')).toBe('c3a9');
    expect(bytesOf(Uint8Array.of(7))).toEqual(Uint8Array.of(7));
  });
});
