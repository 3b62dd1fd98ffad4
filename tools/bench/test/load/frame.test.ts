import { maskedFrame, opcodes, plainFrame } from '../../src/load/frame.js';

const hex = (bytes: Buffer): string => bytes.toString('hex');

describe("§5.7's examples", () => {
  test('a masked text message', () => {
    expect(hex(maskedFrame(opcodes.text, Buffer.from('Hello'), 0x37fa213d))).toBe('818537fa213d7f9f4d5158');
  });

  test('an unmasked text message', () => {
    expect(hex(plainFrame(opcodes.text, Buffer.from('Hello')))).toBe('810548656c6c6f');
  });

  test('256 bytes of binary', () => {
    expect(hex(plainFrame(opcodes.binary, Buffer.alloc(256))).slice(0, 10)).toBe('827e010000');
  });

  test('64 KiB of binary', () => {
    expect(hex(plainFrame(opcodes.binary, Buffer.alloc(65_536))).slice(0, 22)).toBe('827f000000000001000000');
  });
});

test.each([125, 126, 65_535])('a masked frame of %i bytes unmasks to its payload', (length) => {
  const payload = Buffer.alloc(length, 'abc');
  const frame = maskedFrame(opcodes.binary, payload, 0xfedcba98);
  const start = frame.length - length;
  expect(hex(frame.subarray(start - 4, start))).toBe('fedcba98');
  expect(frame.subarray(start).map((byte, index) => byte ^ frame[start - 4 + (index & 3)]!)).toEqual(
    Uint8Array.from(payload),
  );
});
