// All 256 values of both bytes against a second way to say the same rules.
import { describe, expect, it } from '@jest/globals';
import { FINAL, RSV1 } from '../../src/vocabulary/opcodes.js';
import type { Role } from '../../src/vocabulary/role.js';
import { firstByteRules, SECOND_BYTE_RULES, type ByteRules } from '../../src/wire/frame-rules.js';

/** The bytes that break no rule, in hex. */
function allowed(rules: ByteRules): string {
  expect(rules).toHaveLength(256);
  return rules.flatMap((rule, byte) => (rule === undefined ? [byte.toString(16).padStart(2, '0')] : [])).join(' ');
}

/** The bytes that break a rule, with it. */
function broken(rules: ByteRules, ...bytes: number[]): (string | undefined)[] {
  return bytes.map((byte) => rules[byte]);
}

describe("a frame's first byte", () => {
  it('has few good values without extensions', () => {
    expect(allowed(firstByteRules(0))).toBe('00 01 02 80 81 82 88 89 8a');
  });

  it('may have RSV1 in the first frame of a message, if compression was agreed', () => {
    expect(allowed(firstByteRules(RSV1))).toBe('00 01 02 41 42 80 81 82 88 89 8a c1 c2');
  });

  it('breaks the rule of the reserved bits', () => {
    expect(broken(firstByteRules(0), 0xc1, 0xa2, 0x91, 0xf0)).toEqual(Array(4).fill('WS_RESERVED_BIT'));
    // RFC 7692 §6: not in continuations, not in control frames
    expect(broken(firstByteRules(RSV1), 0xc0, 0x40, 0xc8, 0xc9, 0xa1, 0xe1)).toEqual(Array(6).fill('WS_RESERVED_BIT'));
  });

  it.each([3, 4, 5, 6, 7, 11, 12, 13, 14, 15])('breaks the rule of the opcodes with %d', (opcode) => {
    expect(broken(firstByteRules(0), FINAL | opcode, opcode)).toEqual(Array(2).fill('WS_RESERVED_OPCODE'));
  });

  it('breaks the rule that control frames are whole', () => {
    expect(broken(firstByteRules(0), 0x08, 0x09, 0x0a)).toEqual(Array(3).fill('WS_CONTROL_FRAGMENTED'));
  });
});

describe("a frame's second byte", () => {
  it.each<[reader: Role, masked: number, rule: string]>([
    ['server', 0x80, 'WS_MASK_MISSING'],
    ['client', 0x00, 'WS_MASK_UNEXPECTED'],
  ])('is masked as the %s must be spoken to', (reader, masked, rule) => {
    const { data, control } = SECOND_BYTE_RULES[reader];
    for (let length = 0; length < 128; length++) {
      expect(broken(data, masked | length, (masked ^ 0x80) | length)).toEqual([undefined, rule]);
      const tooLong = length > 125 ? 'WS_CONTROL_TOO_LONG' : undefined;
      expect(broken(control, masked | length, (masked ^ 0x80) | length)).toEqual([tooLong, rule]);
    }
  });
});
