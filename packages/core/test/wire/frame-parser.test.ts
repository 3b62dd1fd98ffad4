import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../src/vocabulary/role.js';
import { FrameParser } from '../../src/wire/frame-parser.js';
import { bytes, counting, cutAt, oneByOne } from '../support/bytes.js';
import { expectProtocolError } from '../support/expectations.js';
import { frame, headerOnly } from '../support/frame.js';
import { FrameLog } from '../support/frame-log.js';

function parse(role: Role, pieces: readonly Buffer[], compression = false): FrameLog {
  const log = new FrameLog();
  const parser = new FrameParser(role, log, compression);
  for (const piece of pieces) parser.receive(piece);
  return log;
}

const whole = (first: number, payload: string): object => ({
  first,
  length: payload.length,
  payload,
  isWhole: true,
});

describe("the RFC's examples (§5.7)", () => {
  it.each<[name: string, reader: Role, wire: string, frames: object[]]>([
    ['a single-frame unmasked text message', 'client', '81 05 48 65 6c 6c 6f', [whole(0x81, 'Hello')]],
    ['a single-frame masked text message', 'server', '81 85 37 fa 21 3d 7f 9f 4d 51 58', [whole(0x81, 'Hello')]],
    [
      'a fragmented unmasked text message',
      'client',
      '01 03 48 65 6c 80 02 6c 6f',
      [whole(1, 'Hel'), whole(0x80, 'lo')],
    ],
    ['an unmasked Ping request', 'client', '89 05 48 65 6c 6c 6f', [whole(0x89, 'Hello')]],
    ['a masked Ping response', 'server', '8a 85 37 fa 21 3d 7f 9f 4d 51 58', [whole(0x8a, 'Hello')]],
  ])('%s', (_, reader, wire, frames) => {
    expect(parse(reader, [bytes(wire)]).frames).toEqual(frames);
    for (let at = 1; at < bytes(wire).length; at++)
      expect(parse(reader, cutAt(bytes(wire), [at])).frames).toEqual(frames);
    expect(parse(reader, oneByOne(bytes(wire))).frames).toEqual(frames);
  });

  it.each([
    ['256 bytes of binary data in a single unmasked frame', '82 7e 01 00', 256],
    ['64 KiB of binary data in a single unmasked frame', '82 7f 00 00 00 00 00 01 00 00', 65_536],
  ])('%s', (_, header, length) => {
    const log = parse('client', [Buffer.concat([bytes(header), counting(length)])]);
    const payload = counting(length).toString('latin1');
    expect(log.frames).toEqual([{ first: 0x82, length, payload, isWhole: true }]);
  });
});

describe('a payload', () => {
  it('that lies whole in the piece is handed on in one part', () => {
    const wire = Buffer.concat([1, 0, 300].map((length) => frame('client', { opcode: 2, payload: counting(length) })));
    expect(parse('server', [wire]).parts).toEqual([1, 0, 300]);
  });

  it('is handed on as it arrives', () => {
    const wire = frame('client', { opcode: 2, payload: counting(300) });
    // The header has eight bytes, its masking key included.
    expect(parse('server', cutAt(wire, [3, 6, 8, 108, 109])).parts).toEqual([100, 1, 199]);
  });

  it('of nothing is handed on once, also when its header was cut', () => {
    for (const reader of ['server', 'client'] as const) {
      const wire = frame(reader === 'server' ? 'client' : 'server', { opcode: 9 });
      expect(parse(reader, oneByOne(wire)).parts).toEqual([0]);
    }
  });
});

describe('lengths', () => {
  it.each([
    ['0 in 16 bits', 0, 16],
    ['125 in 16 bits', 125, 16],
    ['0 in 64 bits', 0, 64],
    ['126 in 64 bits', 126, 64],
    ['65,535 in 64 bits', 65_535, 64],
  ] as const)('%s are not minimal', (_, length, lengthForm) => {
    const header = headerOnly('server', { opcode: 2, lengthForm }, length);
    expectProtocolError(() => parse('client', [header]), 'WS_LENGTH_NOT_MINIMAL');
    expectProtocolError(() => parse('client', oneByOne(header)), 'WS_LENGTH_NOT_MINIMAL');
  });

  it.each(['80 00 00 00 00 01 00 00', 'ff ff ff ff ff ff ff ff', '80 00 00 00 00 00 00 00'])(
    '%s have the top bit',
    (shown) => {
      expectProtocolError(() => parse('client', [bytes(`82 7f ${shown}`)]), 'WS_LENGTH_OUT_OF_RANGE');
    },
  );

  it.each([
    ['00 00 00 00 00 01 00 00', 65_536],
    ['00 00 00 00 ff ff ff ff', 2 ** 32 - 1],
    ['00 00 00 01 00 00 00 00', 2 ** 32],
    ['00 1f ff ff ff ff ff ff', Number.MAX_SAFE_INTEGER],
    ['7f ff ff ff ff ff ff ff', 2 ** 63],
  ])('%s are read', (shown, length) => {
    expect(parse('client', [bytes(`82 7f ${shown}`)]).frames).toMatchObject([{ length }]);
  });
});

describe('what a header refuses', () => {
  it('is refused by the first byte alone', () => {
    expectProtocolError(() => parse('server', [bytes('83')]), 'WS_RESERVED_OPCODE');
    expectProtocolError(() => parse('server', [bytes('c1')]), 'WS_RESERVED_BIT');
  });

  it('is refused by the second byte alone', () => {
    expectProtocolError(() => parse('server', [bytes('81'), bytes('7e')]), 'WS_MASK_MISSING');
    expectProtocolError(() => parse('client', [bytes('81 fe')]), 'WS_MASK_UNEXPECTED');
    expectProtocolError(() => parse('server', [bytes('89 fe')]), 'WS_CONTROL_TOO_LONG');
  });

  it('is told before the masking key has come', () => {
    expect(parse('server', [bytes('82 fe 01 00')]).frames).toMatchObject([
      { first: 0x82, length: 256, isWhole: false },
    ]);
  });

  it('is not RSV1, once compression was agreed', () => {
    expect(parse('server', [bytes('c1 80 01 02 03 04')], true).frames).toMatchObject([{ first: 0xc1, isWhole: true }]);
    expectProtocolError(() => parse('server', [bytes('c9')], true), 'WS_RESERVED_BIT');
  });
});
