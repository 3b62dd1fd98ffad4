// The same bytes give the same events and the same answers, however they are cut.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Role } from '../../src/vocabulary/role.js';
import { brokenConversation, conversation, MAX_MESSAGE } from '../support/arbitrary-frames.js';
import { bytes, cutAt, hex, oneByOne } from '../support/bytes.js';
import { frame, type FrameShape } from '../support/frame.js';
import { Side } from '../support/side.js';

/** What a reader makes of pieces: what it was told and what it answered, masking keys apart. */
function outcome(reader: Role, pieces: readonly Buffer[]): object {
  const side = new Side(reader, MAX_MESSAGE).receive(...pieces);
  const told = side.told.map((event) => event.map((value) => (Buffer.isBuffer(value) ? `bytes ${hex(value)}` : value)));
  const answers = side.sink.takeFrames().map(({ opcode, payload }) => `${opcode} ${hex(payload)}`);
  return { told, answers, state: side.protocol.state };
}

function wireOf(reader: Role, shapes: readonly FrameShape[], key: Buffer): Buffer {
  const from = reader === 'server' ? 'client' : 'server';
  return Buffer.concat(shapes.map((shape) => frame(from, shape, key)));
}

const key = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((data) => Buffer.from(data));
const cuts = fc.array(fc.nat(1500), { maxLength: 12 });

describe.each<Role>(['server', 'client'])('a %s', (reader) => {
  it('is told the same of valid frames in any pieces', () => {
    fc.assert(
      fc.property(conversation, key, cuts, (shapes, maskingKey, at) => {
        const wire = wireOf(reader, shapes, maskingKey);
        const whole = outcome(reader, [Buffer.from(wire)]);
        expect(JSON.stringify(whole)).not.toContain('failed');
        expect(outcome(reader, cutAt(wire, at))).toEqual(whole);
        expect(outcome(reader, oneByOne(wire))).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('is told the same when one frame is broken', () => {
    fc.assert(
      fc.property(brokenConversation, key, cuts, (shapes, maskingKey, at) => {
        const wire = wireOf(reader, shapes, maskingKey);
        const whole = outcome(reader, [Buffer.from(wire)]);
        expect(outcome(reader, cutAt(wire, at))).toEqual(whole);
        expect(outcome(reader, oneByOne(wire))).toEqual(whole);
      }),
      { numRuns: 250 },
    );
  });

  it('is told the same of one long conversation cut at every position', () => {
    const shapes: FrameShape[] = [
      { opcode: 1, payload: 'κόσμε', final: false },
      { opcode: 9, payload: 'ping' },
      { opcode: 0, payload: bytes('f0 9f'), final: false },
      { opcode: 10 },
      { opcode: 0, payload: bytes('98 80') },
      { opcode: 2, payload: Buffer.alloc(130, 0xfe) },
      { opcode: 2 },
      { opcode: 1, payload: 'é'.repeat(70) },
      { opcode: 8, payload: bytes('03 e8 6f 6b') },
    ];
    const wire = wireOf(reader, shapes, bytes('37 fa 21 3d'));
    const whole = outcome(reader, [Buffer.from(wire)]);
    expect(whole).toMatchObject({
      told: [
        ['ping'],
        ['pong', ''],
        ['message', 'κόσμε😀'],
        ['message', `bytes ${hex(Buffer.alloc(130, 0xfe))}`],
        ['message', 'bytes '],
        ['message', 'é'.repeat(70)],
        ['closed', 1000, 'ok'],
      ],
      answers: ['10 70 69 6e 67', '8 03 e8'],
    });
    const different = Array.from(wire.keys()).filter(
      (at) => JSON.stringify(outcome(reader, cutAt(wire, [at]))) !== JSON.stringify(whole),
    );
    expect(different).toEqual([]);
  });
});
