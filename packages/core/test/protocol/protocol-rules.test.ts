// Every rule of the protocol broken once: the table demands a case for each rule, so a new rule without one does not compile,
// and does not pass either.
import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { PermessageDeflate } from '../../src/extensions/permessage-deflate.js';
import { PROTOCOL_RULES, type ProtocolRule } from '../../src/vocabulary/error-codes.js';
import type { Role } from '../../src/vocabulary/role.js';
import { bytes, oneByOne } from '../support/bytes.js';
import { expectFailure } from '../support/expectations.js';
import { closeBody, frame, headerOnly, type FrameShape } from '../support/frame.js';
import { Side } from '../support/side.js';

const MAX_MESSAGE = 200;

/** What a peer of this role sends to break the rule. */
type Breach = (peer: Role) => Buffer;
const sends =
  (...shapes: FrameShape[]): Breach =>
  (peer) =>
    Buffer.concat(shapes.map((shape) => frame(peer, shape)));

type CompressionRule = 'WS_COMPRESSION_INVALID';

/** The rules that are broken without compression. */
const BREACHES: Record<Exclude<ProtocolRule, CompressionRule>, Record<string, Breach>> = {
  WS_RESERVED_BIT: {
    'RSV1 in a text': sends({ opcode: 1, rsv: 4 }),
    'RSV2 in a binary': sends({ opcode: 2, rsv: 2 }),
    'RSV3 in a ping': sends({ opcode: 9, rsv: 1 }),
    'all in a continuation': sends({ opcode: 1, final: false }, { opcode: 0, rsv: 7 }),
  },
  WS_RESERVED_OPCODE: Object.fromEntries(
    [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => [`opcode ${opcode}`, sends({ opcode })]),
  ),
  WS_MASK_MISSING: {
    'a text': () => frame('server', { opcode: 1, payload: 'x' }),
    'a close': () => frame('server', { opcode: 8 }),
  },
  WS_MASK_UNEXPECTED: {
    'a text': () => frame('client', { opcode: 1, payload: 'x' }),
    'a ping with key 0': () => frame('client', { opcode: 9 }, bytes('00 00 00 00')),
  },
  WS_LENGTH_NOT_MINIMAL: {
    '125 in 16 bits': sends({ opcode: 1, payload: 'x'.repeat(125), lengthForm: 16 }),
    '126 in 64 bits': sends({ opcode: 2, payload: 'x'.repeat(126), lengthForm: 64 }),
  },
  WS_LENGTH_OUT_OF_RANGE: {
    'the top bit': (peer) =>
      Buffer.concat([bytes(peer === 'client' ? '82 ff' : '82 7f'), bytes('80 00 00 00 00 01 00 00')]),
  },
  WS_CONTROL_FRAGMENTED: {
    'a ping': sends({ opcode: 9, final: false }),
    'a pong': sends({ opcode: 10, final: false }),
    'a close': sends({ opcode: 8, final: false }),
  },
  WS_CONTROL_TOO_LONG: {
    'a ping of 126 bytes': sends({ opcode: 9, payload: 'x'.repeat(126) }),
    'a pong of 64 KiB': (peer) => headerOnly(peer, { opcode: 10 }, 65_536),
    'a close of 126 bytes': sends({ opcode: 8, payload: closeBody(1000, 'x'.repeat(124)) }),
  },
  WS_CONTINUATION_UNEXPECTED: {
    'at the beginning': sends({ opcode: 0, payload: 'x' }),
    'unfinished, at the beginning': sends({ opcode: 0, final: false }),
    'after a whole message': sends({ opcode: 1 }, { opcode: 0 }),
    'after the last fragment': sends({ opcode: 2, final: false }, { opcode: 0 }, { opcode: 0 }),
  },
  WS_CONTINUATION_EXPECTED: {
    'a text in a text': sends({ opcode: 1, final: false }, { opcode: 1 }),
    'a binary in a text': sends({ opcode: 1, final: false, payload: 'x' }, { opcode: 2, final: false }),
    'a text after a ping in a binary': sends({ opcode: 2, final: false }, { opcode: 9 }, { opcode: 1 }),
  },
  WS_CLOSE_PAYLOAD_TOO_SHORT: { 'one byte': sends({ opcode: 8, payload: bytes('03') }) },
  WS_CLOSE_CODE_INVALID: Object.fromEntries(
    [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map((code) => [
      `code ${code}`,
      sends({ opcode: 8, payload: closeBody(code) }),
    ]),
  ),
  WS_CLOSE_REASON_INVALID: {
    'a lone continuation byte': sends({ opcode: 8, payload: closeBody(1000, bytes('80')) }),
    'a character broken off': sends({ opcode: 8, payload: closeBody(1000, bytes('61 e2 82')) }),
  },
  WS_TEXT_INVALID: {
    'a whole frame': sends({ opcode: 1, payload: bytes('ce ba ff') }),
    'the end breaks a character off': sends({ opcode: 1, payload: bytes('ce') }),
    'the last fragment breaks a character off': sends(
      { opcode: 1, final: false, payload: bytes('e2 82') },
      { opcode: 0 },
    ),
    'a fragment': sends({ opcode: 1, final: false, payload: 'x' }, { opcode: 0, final: false, payload: bytes('c0') }),
  },
  WS_MESSAGE_TOO_BIG: {
    'one frame': sends({ opcode: 1, payload: 'x'.repeat(MAX_MESSAGE + 1) }),
    'a header alone': (peer) => headerOnly(peer, { opcode: 2 }, 65_536),
    'the biggest length there is': (peer) =>
      Buffer.concat([bytes(peer === 'client' ? '82 ff 7f' : '82 7f 7f'), Buffer.alloc(7, 255)]),
    'the sum of fragments': sends(
      { opcode: 2, final: false, payload: 'x'.repeat(MAX_MESSAGE) },
      { opcode: 0, payload: 'x' },
    ),
  },
};

/** A message as a peer compresses it: with no memory of those before. */
const compressed = (payload: Uint8Array | string): Buffer =>
  deflateRawSync(payload, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
/** "Hello" (RFC 7692 §7.2.3.1). */
const HELLO = bytes('f2 48 cd c9 c9 07 00');

const TOO_BIG = compressed('x'.repeat(MAX_MESSAGE + 1));

/** The rules that are broken where compression was agreed on. */
const COMPRESSED_BREACHES: Record<CompressionRule, Record<string, Breach>> &
  Partial<Record<ProtocolRule, Record<string, Breach>>> = {
  WS_COMPRESSION_INVALID: {
    'a reserved block type': sends({ opcode: 1, rsv: 4, payload: bytes('06') }),
    'a stored block with a wrong length': sends({ opcode: 2, rsv: 4, payload: bytes('00 01 00 00 00 41') }),
    'a reference to before the beginning': sends({ opcode: 1, rsv: 4, payload: bytes('02 03 00') }),
    'broken off': sends({ opcode: 1, rsv: 4, payload: HELLO.subarray(0, 4) }),
    'the last fragment': sends({ opcode: 2, rsv: 4, final: false, payload: HELLO }, { opcode: 0, payload: '\x06' }),
    'what follows a good message': sends(
      { opcode: 1, rsv: 4, payload: HELLO },
      { opcode: 1, rsv: 4, payload: bytes('06') },
    ),
  },
  WS_RESERVED_BIT: {
    'RSV1 in a continuation (RFC 7692 §6.1)': sends({ opcode: 1, rsv: 4, final: false }, { opcode: 0, rsv: 4 }),
    'RSV1 in a ping': sends({ opcode: 9, rsv: 4 }),
    'RSV1 in a close': sends({ opcode: 8, rsv: 4 }),
    'RSV2 beside RSV1': sends({ opcode: 1, rsv: 6, payload: HELLO }),
  },
  WS_TEXT_INVALID: {
    'in a compressed message': sends({ opcode: 1, rsv: 4, payload: compressed(bytes('ce ba ff')) }),
    'in a message that is not compressed': sends({ opcode: 1, payload: bytes('ce ba ff') }),
  },
  WS_MESSAGE_TOO_BIG: {
    inflated: sends({ opcode: 1, rsv: 4, payload: TOO_BIG }),
    'inflated from fragments': sends(
      { opcode: 2, rsv: 4, final: false, payload: TOO_BIG.subarray(0, 2) },
      { opcode: 0, payload: TOO_BIG.subarray(2) },
    ),
  },
};

const codec = (role: Role): PermessageDeflate =>
  new PermessageDeflate(
    role,
    { server: { windowBits: 15, takeover: true }, client: { windowBits: 15, takeover: true } },
    { threshold: 0, level: 6, memoryLevel: 8 },
  );

/** Which sides can be broken so: masking is the one thing that hangs on the role. */
function readers(rule: string): Role[] {
  return rule === 'WS_MASK_MISSING' ? ['server'] : rule === 'WS_MASK_UNEXPECTED' ? ['client'] : ['server', 'client'];
}

const casesOf = (table: Partial<Record<ProtocolRule, Record<string, Breach>>>) =>
  Object.entries(table).flatMap(([rule, breaches]) =>
    readers(rule).flatMap((reader) =>
      Object.entries(breaches).map(([name, breach]) => [rule as ProtocolRule, reader, name, breach] as const),
    ),
  );

it('has a case for each rule', () => {
  const rules = new Set([...Object.keys(BREACHES), ...Object.keys(COMPRESSED_BREACHES)]);
  expect([...rules].toSorted()).toEqual(Object.keys(PROTOCOL_RULES).toSorted());
  const tables = [...Object.values(BREACHES), ...Object.values(COMPRESSED_BREACHES)];
  expect(tables.filter((breaches) => Object.keys(breaches).length === 0)).toEqual([]);
});

describe('a broken rule fails the connection', () => {
  it.each(casesOf(BREACHES))('%s, told to a %s: %s', (rule, reader, _, breach) => {
    expectBreach(rule, breach, () => new Side(reader, MAX_MESSAGE));
  });
});

describe('a broken rule fails the connection that compresses', () => {
  it.each(casesOf(COMPRESSED_BREACHES))('%s, told to a %s: %s', (rule, reader, _, breach) => {
    expectBreach(rule, breach, () => new Side(reader, MAX_MESSAGE, codec(reader)));
  });
});

/** The breach fails the side, in one piece and byte by byte. */
function expectBreach(rule: ProtocolRule, breach: Breach, newSide: () => Side): void {
  const [closeCode] = PROTOCOL_RULES[rule];
  const side = newSide();
  const wire = breach(side.peer);
  const pieces = oneByOne(wire);
  // What follows in the same piece is not read any more.
  const following = frame(side.peer, { opcode: 1, payload: 'too late' });
  expectFailure(side.receive(Buffer.concat([wire, following])), closeCode, rule);
  expect(side.messages).not.toContain('too late');
  expectFailure(newSide().receive(...pieces), closeCode, rule);
}
