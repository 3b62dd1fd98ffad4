import { expect, it } from '@jest/globals';
import { CONTROL_BIT, FINAL, MAX_CONTROL_PAYLOAD, Opcode, RSV1, RSV2, RSV3 } from '../../src/vocabulary/opcodes.js';

it('numbers the opcodes as §11.8 registers them', () => {
  expect(Opcode).toEqual({ continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 });
});

it('tells control frames by the highest bit of the opcode', () => {
  const control = Object.entries(Opcode).filter(([, opcode]) => opcode & CONTROL_BIT);
  expect(control.map(([name]) => name)).toEqual(['close', 'ping', 'pong']);
  expect(MAX_CONTROL_PAYLOAD).toBe(125);
});

it('divides the first byte into four bits and an opcode', () => {
  expect([FINAL, RSV1, RSV2, RSV3]).toEqual([0b1000_0000, 0b0100_0000, 0b0010_0000, 0b0001_0000]);
});
