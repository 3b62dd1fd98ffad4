// Compressed messages (RFC 7692 §6 and §7.2), bytes in, events out.
import { describe, expect, it } from '@jest/globals';
import { RSV1 } from '../../src/vocabulary/opcodes.js';
import type { Role } from '../../src/vocabulary/role.js';
import { zlibPayload } from '../extensions/support/samples.js';
import { bytes, cutAt, oneByOne } from '../support/bytes.js';
import { compressing, deflatedZeros } from '../support/compressed.js';
import { expectFailure } from '../support/expectations.js';
import { frame, type FrameShape } from '../support/frame.js';
import { Side } from '../support/side.js';

const COMPRESSED = RSV1 >> 4;
const HELLO = bytes('f2 48 cd c9 c9 07 00');

/** The frames of a message whose payload is compressed: RSV1 on the first alone. */
function message(from: Role, opcode: number, ...payloads: Buffer[]): Buffer {
  const shapes = payloads.map((payload, i): FrameShape => ({
    opcode: i === 0 ? opcode : 0,
    rsv: i === 0 ? COMPRESSED : 0,
    final: i === payloads.length - 1,
    payload,
  }));
  return Buffer.concat(shapes.map((shape) => frame(from, shape)));
}

function text(side: Side, ...payloads: Buffer[]): Buffer {
  return message(side.peer, 1, ...payloads);
}

describe.each<Role>(['server', 'client'])('a %s receives, by the examples of RFC 7692 §7.2.3', (role) => {
  /** The examples are a server's frames; a client would mask them. */
  const given = (hex: string): Buffer => {
    const example = bytes(hex);
    if (role === 'client') return example;
    return frame('client', {
      opcode: example[0]! & 0xf,
      final: example[0]! >= 0x80,
      rsv: (example[0]! >> 4) & 7,
      payload: example.subarray(2),
    });
  };

  it('a message compressed in one block (§7.2.3.1)', () => {
    const side = compressing(role).receive(given('c1 07 f2 48 cd c9 c9 07 00'));
    expect(side.told).toEqual([['message', 'Hello']]);
  });

  it('the same in two fragments', () => {
    const side = compressing(role).receive(given('41 03 f2 48 cd'), given('80 04 c9 c9 07 00'));
    expect(side.told).toEqual([['message', 'Hello']]);
  });

  it('a second message that refers to the first (§7.2.3.2)', () => {
    const side = compressing(role).receive(given('c1 07 f2 48 cd c9 c9 07 00'), given('c1 05 f2 00 11 00 00'));
    expect(side.messages).toEqual(['Hello', 'Hello']);
  });

  it('not so without takeover: the same bytes mean nothing', () => {
    const side = compressing(role, { takeover: false }).receive(given('c1 07 f2 48 cd c9 c9 07 00'));
    side.receive(given('c1 07 f2 48 cd c9 c9 07 00'));
    expect(side.messages).toEqual(['Hello', 'Hello']);
    side.receive(given('c1 05 f2 00 11 00 00'));
    expectFailure(side, 1007, 'WS_COMPRESSION_INVALID');
  });

  it('a stored block (§7.2.3.3)', () => {
    const side = compressing(role).receive(given('c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00'));
    expect(side.told).toEqual([['message', 'Hello']]);
  });

  it('a block with BFINAL set, and further messages behind it (§7.2.3.4)', () => {
    const side = compressing(role).receive(given('c1 08 f3 48 cd c9 c9 07 00 00'), given('c1 05 f2 00 11 00 00'));
    side.receive(given('c1 08 f3 48 cd c9 c9 07 00 00'));
    expect(side.messages).toEqual(['Hello', 'Hello', 'Hello']);
  });

  it('two blocks in one message (§7.2.3.5)', () => {
    const side = compressing(role).receive(given('c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00'));
    expect(side.told).toEqual([['message', 'Hello']]);
  });

  it('an empty message (§7.2.3.6)', () => {
    const side = compressing(role).receive(given('c1 01 00'), given('c2 01 00'), given('41 00'), given('80 01 00'));
    expect(side.messages).toEqual(['', Buffer.alloc(0), '']);
  });

  it('what is not compressed, between what is', () => {
    const side = compressing(role).receive(given('c1 07 f2 48 cd c9 c9 07 00'), given('81 02 68 69'));
    side.receive(given('82 01 ff'), given('c1 05 f2 00 11 00 00'));
    expect(side.messages).toEqual(['Hello', 'hi', Buffer.from([0xff]), 'Hello']);
  });

  it('control frames between the fragments, with RSV1 on neither', () => {
    const side = compressing(role).receive(given('41 03 f2 48 cd'), given('89 01 61'), given('00 00'));
    side.receive(given('8a 01 62'), given('80 04 c9 c9 07 00'));
    expect(side.told).toEqual([['ping'], ['pong', '62'], ['message', 'Hello']]);
    expect(side.sink.takeFrames()).toMatchObject([{ opcode: 10, rsv: 0, payload: Buffer.from('a') }]);
  });
});

describe.each<Role>(['server', 'client'])('a %s fails', (role) => {
  const peer: Role = role === 'server' ? 'client' : 'server';

  it.each([
    ['RSV1 where nothing was negotiated', new Side(role), { opcode: 1, rsv: 4, payload: HELLO }],
    ['RSV1 on a ping', compressing(role), { opcode: 9, rsv: 4 }],
    ['RSV1 on a pong', compressing(role), { opcode: 10, rsv: 4 }],
    ['RSV1 on a close frame', compressing(role), { opcode: 8, rsv: 4 }],
    ['RSV2 beside it', compressing(role), { opcode: 1, rsv: 6, payload: HELLO }],
    ['RSV3 alone', compressing(role), { opcode: 1, rsv: 1, payload: HELLO }],
  ])('%s with 1002', (_what, side, shape) => {
    expectFailure(side.receive(frame(peer, shape)), 1002, 'WS_RESERVED_BIT');
  });

  it('RSV1 on a continuation with 1002', () => {
    const side = compressing(role).receive(frame(peer, { opcode: 1, rsv: 4, final: false, payload: HELLO }));
    expectFailure(side.receive(frame(peer, { opcode: 0, rsv: 4, payload: HELLO })), 1002, 'WS_RESERVED_BIT');
  });

  it.each([
    ['a reserved block type', '07'],
    ['a block that breaks off', 'f2 48'],
    ['a stored block whose length is wrong', '00 05 00 fa fe 48 65 6c 6c 6f 00'],
    ['a reference to before the beginning', 'f2 00 11 00 00'],
    ['more after the last block', 'f3 48 cd c9 c9 07 00 00 07'],
    ['noise', 'ff fe fd fc fb fa'],
  ])('broken data with 1007: %s', (_what, hex) => {
    const side = compressing(role);
    expectFailure(side.receive(text(side, bytes(hex))), 1007, 'WS_COMPRESSION_INVALID');
  });

  it('text that is no UTF-8 once it is inflated with 1007, and takes the same bytes as binary', () => {
    const broken = zlibPayload(Buffer.from([0x61, 0xc3]));
    const side = compressing(role).receive(message(peer, 2, broken));
    expect(side.messages).toEqual([Buffer.from([0x61, 0xc3])]);
    expectFailure(side.receive(text(side, zlibPayload(Buffer.from([0xc3, 0xa9, 0xff])))), 1007, 'WS_TEXT_INVALID');
  });

  it('a message that inflates to more than maxMessageSize with 1009', () => {
    const side = compressing(role, { maxMessageSize: 1000 }).receive(message(peer, 2, zlibPayload(Buffer.alloc(1000))));
    expect(side.messages).toEqual([Buffer.alloc(1000)]);
    expectFailure(side.receive(message(peer, 2, zlibPayload(Buffer.alloc(1001)))), 1009, 'WS_MESSAGE_TOO_BIG');
  });

  it('by its header a message whose compressed form is hopelessly too big', () => {
    const side = compressing(role, { maxMessageSize: 1000 });
    side.receive(frame(peer, { opcode: 2, rsv: 4, payload: Buffer.alloc(2150) }).subarray(0, 4));
    expectFailure(side, 1009, 'WS_MESSAGE_TOO_BIG');
  });

  it('fragments that grow beyond it', () => {
    const side = compressing(role, { maxMessageSize: 1000 });
    side.receive(frame(peer, { opcode: 2, rsv: 4, final: false, payload: Buffer.alloc(2000) }));
    expect(side.told).toEqual([]);
    side.receive(frame(peer, { opcode: 0, final: false, payload: Buffer.alloc(150) }));
    expectFailure(side, 1009, 'WS_MESSAGE_TOO_BIG');
  });
});

describe('memory', () => {
  it('is bounded by maxMessageSize, whatever a message would inflate to', async () => {
    const bomb = await deflatedZeros(2 ** 30);
    expect(bomb.length).toBeLessThan(1.1 * 2 ** 20);
    const side = compressing('client', { maxMessageSize: 2 ** 20 });
    const whole = text(side, bomb);
    const before = process.memoryUsage();
    side.receive(whole);
    const after = process.memoryUsage();
    expectFailure(side, 1009, 'WS_MESSAGE_TOO_BIG');
    const grown = (kind: 'rss' | 'arrayBuffers'): number => after[kind] - before[kind];
    expect(Math.max(grown('rss'), grown('arrayBuffers'))).toBeLessThan(2 ** 26);
  });
});

describe('data that does not compress', () => {
  // A message that grows by compression may be longer on the wire than maxMessageSize. Its fragments were collected in a
  // buffer of maxMessageSize, so the end of them was lost and a legal message was refused as broken.
  it.each([1, 2, 500, 1003, 1004])('is collected whole, cut after %d bytes', (at) => {
    const noise = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * i * 31 + (i >> 3) * 7) & 0xff));
    const stored = zlibPayload(noise, { level: 0 });
    expect(stored.length).toBeGreaterThan(1004);
    const side = compressing('server', { maxMessageSize: 1000 });
    side.receive(message('client', 2, ...cutAt(stored, [at])));
    expect(side.messages.map((bytes) => noise.equals(bytes as Buffer))).toEqual([true]);
  });
});

describe('bytes cut anywhere', () => {
  it.each<Role>(['server', 'client'])('give a %s the same events', (role) => {
    const peer: Role = role === 'server' ? 'client' : 'server';
    const long = zlibPayload('κόσμε '.repeat(40));
    const whole = Buffer.concat([
      message(peer, 1, HELLO),
      message(peer, 1, bytes('f2 00 11'), Buffer.alloc(0), bytes('00 00')),
      frame(peer, { opcode: 9, payload: 'p' }),
      message(peer, 1, ...cutAt(long, [5])),
      frame(peer, { opcode: 1, payload: 'plain' }),
      message(peer, 2, bytes('00')),
      frame(peer, { opcode: 8 }),
    ]);
    const read = (pieces: Buffer[]) => compressing(role).receive(...pieces).told;
    const told = read(cutAt(whole, []));
    expect(told).toMatchObject([
      ['message', 'Hello'],
      ['message', 'Hello'],
      ['ping'],
      ['message', 'κόσμε '.repeat(40)],
      ['message', 'plain'],
      ['message', Buffer.alloc(0)],
      ['closed', 1005, ''],
    ]);
    for (const at of whole.keys()) expect(read(cutAt(whole, [at]))).toEqual(told);
    expect(read(oneByOne(whole))).toEqual(told);
  });
});
