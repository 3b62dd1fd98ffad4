// What a side sends once permessage-deflate is agreed on (RFC 7692 §6.1).
import { describe, expect, it } from '@jest/globals';
import { Opcode } from '../../src/vocabulary/opcodes.js';
import type { Role } from '../../src/vocabulary/role.js';
import { hex } from '../support/bytes.js';
import { compressing, type Agreed } from '../support/compressed.js';
import { Side } from '../support/side.js';

const ROLES: readonly Role[] = ['server', 'client'];
const LIKE_IT = 'one message that is like the other, '.repeat(10);

/** A side and its peer, and what the peer is told of all that the side has sent. */
function pairOf(role: Role, agreed?: Agreed) {
  const side = compressing(role, agreed);
  const peer = compressing(side.peer, agreed);
  return {
    side,
    /** The frames sent since the last call, which the peer receives too. */
    carry: () => {
      const sent = side.sink.take();
      peer.receive(Buffer.from(sent));
      const reader = new Side(role).sink;
      reader.push(sent);
      return reader.takeFrames();
    },
    peer,
  };
}

describe.each(ROLES)('a %s that compresses', (role) => {
  it('sends text and binary messages with RSV1', () => {
    const { side, peer, carry } = pairOf(role);
    side.protocol.sendText('Hello');
    side.protocol.sendBinary(Buffer.from(LIKE_IT));
    const masked = role === 'client';
    expect(carry()).toMatchObject([
      { final: true, rsv: 4, opcode: 1, masked },
      { final: true, rsv: 4, opcode: 2, masked },
    ]);
    expect(peer.messages).toEqual(['Hello', Buffer.from(LIKE_IT)]);
  });

  it("sends the RFC's example for a short text (§7.2.3.1)", () => {
    const { side, carry } = pairOf(role);
    side.protocol.sendText('Hello');
    expect(hex(carry()[0]!.payload)).toBe('f2 48 cd c9 c9 07 00');
  });

  it('sends an empty message as one octet (§7.2.3.6)', () => {
    const { side, peer, carry } = pairOf(role);
    side.protocol.sendText('');
    side.protocol.sendBinary(Buffer.alloc(0));
    expect(carry().map(({ payload }) => hex(payload))).toEqual(['00', '00']);
    expect(peer.messages).toEqual(['', Buffer.alloc(0)]);
  });

  it('refers to earlier messages', () => {
    const { side, peer, carry } = pairOf(role);
    for (let i = 0; i < 3; i++) side.protocol.sendText(LIKE_IT);
    const [first, second, third] = carry().map(({ payload }) => payload.length);
    expect([second, third].map((length) => length! < first! / 2)).toEqual([true, true]);
    expect(peer.messages).toEqual([LIKE_IT, LIKE_IT, LIKE_IT]);
  });

  it('does not without takeover', () => {
    const { side, peer, carry } = pairOf(role, { takeover: false });
    for (let i = 0; i < 3; i++) side.protocol.sendText(LIKE_IT);
    const [first, second, third] = carry().map(({ payload }) => hex(payload));
    expect([second, third]).toEqual([first, first]);
    expect(peer.messages).toEqual([LIKE_IT, LIKE_IT, LIKE_IT]);
  });

  it('sends what is below the threshold as it is', () => {
    const { side, peer, carry } = pairOf(role, { effort: { threshold: 10 } });
    side.protocol.sendText('x'.repeat(9));
    side.protocol.sendText('x'.repeat(10));
    side.protocol.sendBinary(Buffer.alloc(9));
    side.protocol.sendBinary(Buffer.alloc(10));
    expect(carry().map(({ rsv }) => rsv)).toEqual([0, 4, 0, 4]);
    expect(peer.messages).toEqual(['x'.repeat(9), 'x'.repeat(10), Buffer.alloc(9), Buffer.alloc(10)]);
  });

  // A text was measured in UTF-16 units, of which one may be three bytes.
  it('counts the bytes of a text for the threshold', () => {
    const { side, peer, carry } = pairOf(role, { effort: { threshold: 10 } });
    const texts = ['é'.repeat(4), 'é'.repeat(5), '日日日', '日日日a', '😀😀', '😀😀éa', 'aaaaaaaéa', 'aaaaaaaé'];
    for (const text of texts) side.protocol.sendText(text);
    expect(carry().map(({ rsv }) => rsv)).toEqual(texts.map((text) => (Buffer.byteLength(text) < 10 ? 0 : 4)));
    expect(peer.messages).toEqual(texts);
  });

  it('sends what may not be compressed as it is, and no later message refers to it', () => {
    const { side, peer, carry } = pairOf(role);
    side.protocol.sendText(LIKE_IT, false);
    side.protocol.sendBinary(Buffer.from(LIKE_IT), false);
    side.protocol.sendText(LIKE_IT);
    expect(carry().map(({ rsv, payload }) => [rsv, payload.toString() === LIKE_IT])).toEqual([
      [0, true],
      [0, true],
      [4, false],
    ]);
    expect(peer.messages).toEqual([LIKE_IT, Buffer.from(LIKE_IT), LIKE_IT]);
  });

  it.each([true, false])('sends fragments with RSV1 on the first alone, takeover %p', (takeover) => {
    const { side, peer, carry } = pairOf(role, { takeover });
    for (let i = 0; i < 2; i++) {
      side.protocol.sendFragment(Opcode.text, Buffer.from('one '), false);
      side.protocol.ping(Buffer.from('there?'));
      side.protocol.sendFragment(Opcode.continuation, Buffer.from(LIKE_IT), false);
      side.protocol.sendFragment(Opcode.continuation, Buffer.alloc(0), true);
    }
    const shapes = carry().map(({ opcode, rsv, final }) => [opcode, rsv, final]);
    const each = [
      [1, 4, false],
      [9, 0, true],
      [0, 0, false],
      [0, 0, true],
    ];
    expect(shapes).toEqual([...each, ...each]);
    expect(peer.messages).toEqual([`one ${LIKE_IT}`, `one ${LIKE_IT}`]);
  });

  it('sends fragments as they are when they may not be compressed', () => {
    const { side, peer, carry } = pairOf(role);
    side.protocol.sendFragment(Opcode.binary, Buffer.from('one '), false, false);
    side.protocol.sendFragment(Opcode.continuation, Buffer.from('two'), true, false);
    expect(carry()).toMatchObject([
      { opcode: 2, rsv: 0, payload: Buffer.from('one ') },
      { opcode: 0, rsv: 0, payload: Buffer.from('two') },
    ]);
    expect(peer.messages).toEqual([Buffer.from('one two')]);
  });

  it('never sets RSV1 on a control frame', () => {
    const { side, peer, carry } = pairOf(role);
    side.protocol.ping(Buffer.from('a ping that is long enough to be compressed, were it not a control frame'));
    side.protocol.close(1000, 'enough');
    expect(carry().map(({ opcode, rsv }) => [opcode, rsv])).toEqual([
      [9, 0],
      [8, 0],
    ]);
    expect(peer.told).toEqual([['ping'], ['closed', 1000, 'enough']]);
  });
});
