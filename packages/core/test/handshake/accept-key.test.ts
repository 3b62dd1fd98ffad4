import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { acceptKey, isKey } from '../../src/handshake/accept-key.js';

describe('acceptKey', () => {
  it("gives the RFC's answer (§1.3)", () => {
    expect(acceptKey('dGhlIHNhbXBsZSBub25jZQ==')).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });
});

describe('isKey', () => {
  it('accepts any 16 bytes in base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (nonce) => {
        expect(isKey(Buffer.from(nonce).toString('base64'))).toBe(true);
      }),
    );
  });

  it('refuses any other number of bytes', () => {
    const lengths = Array.from({ length: 40 }, (_, length) => length).filter((length) =>
      isKey(Buffer.alloc(length, 0xfb).toString('base64')),
    );
    expect(lengths).toEqual([16]);
  });

  it.each([
    '',
    'dGhlIHNhbXBsZSBub25jZQ',
    'dGhlIHNhbXBsZSBub25jZQ= =',
    'dGhlIHNhbXBsZSBub25jZR==',
    'dGhlIHNhbXBsZSBub25jZQ==\n',
    ' dGhlIHNhbXBsZSBub25jZQ==',
    'dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==',
    'dGhlIHNhbXBsZSBub2-_ZQ==',
  ])('refuses %j', (key) => {
    expect(isKey(key)).toBe(false);
  });
});
