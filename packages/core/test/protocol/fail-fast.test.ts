// A peer that breaks a rule is told at the first byte that breaks it, not when the frame or the message is complete.
import { describe, expect, it } from '@jest/globals';
import { bytes, oneByOne } from '../support/bytes.js';
import { expectFailure } from '../support/expectations.js';
import { frame, headerOnly } from '../support/frame.js';
import { client, server } from '../support/side.js';

/** "κόσμε", then a character beyond U+10FFFF, then "edited": the text of cases 6.4.x of the Autobahn suite. */
const VALID = 'ce ba e1 bd b9 cf 83 ce bc ce b5';
const BEYOND = 'f4 90 80 80';
const REST = '65 64 69 74 65 64';

describe('text that is not UTF-8', () => {
  it('fails in the second of three fragments (6.4.1)', () => {
    const side = server().receive(frame('client', { opcode: 1, final: false, payload: bytes(VALID) }));
    expect(side.told).toEqual([]);
    expectFailure(
      side.receive(frame('client', { opcode: 0, final: false, payload: bytes(BEYOND) })),
      1007,
      'WS_TEXT_INVALID',
    );
  });

  it('fails where two fragments meet inside of the character (6.4.2)', () => {
    const side = server().receive(frame('client', { opcode: 1, final: false, payload: bytes(`${VALID} f4`) }));
    expect(side.told).toEqual([]);
    expectFailure(
      side.receive(frame('client', { opcode: 0, final: false, payload: bytes('90') })),
      1007,
      'WS_TEXT_INVALID',
    );
  });

  it('fails in the second piece of one frame (6.4.3)', () => {
    const wire = frame('client', { opcode: 1, payload: bytes(`${VALID} ${BEYOND} ${REST}`) });
    const side = server().receive(wire.subarray(0, 6 + 11));
    expect(side.told).toEqual([]);
    expectFailure(side.receive(wire.subarray(6 + 11, 6 + 15)), 1007, 'WS_TEXT_INVALID');
  });

  it.each(['server', 'client'] as const)('fails a %s at the very byte (6.4.4)', (reader) => {
    const side = reader === 'server' ? server() : client();
    const pieces = oneByOne(frame(side.peer, { opcode: 1, payload: bytes(`${VALID} ${BEYOND} ${REST}`) }));
    const header = reader === 'server' ? 6 : 2;
    side.receive(...pieces.slice(0, header + 12));
    expect(side.told).toEqual([]);
    expectFailure(side.receive(pieces[header + 12]!), 1007, 'WS_TEXT_INVALID');
  });

  it.each(['c0', 'c1', 'f5', 'ff', '80', 'e0 9f', 'ed a0', 'f0 8f', 'c3 41', 'e2 82 ff'])(
    'fails at the last of %s',
    (bad) => {
      const payload = Buffer.concat([bytes(VALID), bytes(bad), Buffer.alloc(300)]);
      const wire = frame('client', { opcode: 1, payload });
      const end = 8 + 11 + bytes(bad).length;
      const side = server().receive(wire.subarray(0, end - 1));
      expect(side.told).toEqual([]);
      expectFailure(side.receive(wire.subarray(end - 1, end)), 1007, 'WS_TEXT_INVALID');
    },
  );

  it('is found after much ASCII, and after fragments of ASCII alone', () => {
    const side = server();
    side.receive(frame('client', { opcode: 1, final: false, payload: 'x'.repeat(5000) }));
    side.receive(frame('client', { opcode: 0, final: false, payload: bytes('41 c3') }));
    side.receive(frame('client', { opcode: 9 }));
    expect(side.told).toEqual([['ping']]);
    expectFailure(side.receive(frame('client', { opcode: 0, final: false, payload: 'x' })), 1007, 'WS_TEXT_INVALID');
  });
});

describe('a message that is too big', () => {
  it('fails before its payload and its masking key have come', () => {
    const side = server(1000).receive(headerOnly('client', { opcode: 1 }, 1001));
    expectFailure(side, 1009, 'WS_MESSAGE_TOO_BIG');
  });

  it('fails by the sum of its fragments, at the header that exceeds it', () => {
    const side = server(1000);
    side.receive(frame('client', { opcode: 2, final: false, payload: Buffer.alloc(600) }));
    side.receive(frame('client', { opcode: 0, final: false, payload: Buffer.alloc(400) }));
    expect(side.told).toEqual([]);
    expectFailure(side.receive(headerOnly('client', { opcode: 0 }, 1)), 1009, 'WS_MESSAGE_TOO_BIG');
  });

  it('says how big', () => {
    expect(client(10).receive(headerOnly('server', { opcode: 2 }, 4096)).failure?.message).toContain(
      '4096 bytes, at most 10',
    );
  });
});

describe('what comes before the breach', () => {
  it('is delivered first, in the same piece', () => {
    const good = frame('client', { opcode: 1, payload: 'good' });
    const side = server().receive(Buffer.concat([good, bytes('8f 80'), good]));
    expect(side.told).toEqual([
      ['message', 'good'],
      ['failed', 'WS_RESERVED_OPCODE'],
    ]);
  });
});
