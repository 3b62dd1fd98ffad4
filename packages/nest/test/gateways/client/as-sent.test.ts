import { describe, expect, it } from '@jest/globals';
import { asSent } from '../../../src/gateways/client/as-sent.js';

describe('asSent', () => {
  it.each<[...Parameters<typeof asSent>, unknown]>([
    ['text', undefined, 'text'],
    ['text', true, Buffer.from('text')],
    [7, undefined, '7'],
    [null, undefined, ''],
    [Uint8Array.of(1), undefined, Uint8Array.of(1)],
    [Uint8Array.of(65), false, 'A'],
    [Uint8Array.of(66, 65).subarray(1), false, 'A'],
    [Uint8Array.of(65).buffer, false, 'A'],
  ])('of %p, binary %p, is %p', (data, binary, sent) => {
    expect(asSent(data, binary)).toEqual(sent);
  });
});
