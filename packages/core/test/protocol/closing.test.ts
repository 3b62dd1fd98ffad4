// The closing handshake (§5.5.1, §7.1): one close frame a side, and nothing after the peer's.
import { describe, expect, it } from '@jest/globals';
import { bytes, hex, oneByOne } from '../support/bytes.js';
import { expectCloseFrame, expectUsageError } from '../support/expectations.js';
import { closeBody, frame } from '../support/frame.js';
import { joined, server, Side } from '../support/side.js';

describe("the peer's close frame", () => {
  it.each<[name: string, body: Buffer, code: number, reason: string, answer: string]>([
    ['with nothing', bytes(''), 1005, '', ''],
    ['with a code', closeBody(1001), 1001, '', '03 e9'],
    ['with a reason', closeBody(3999, 'até já'), 3999, 'até já', '0f 9f'],
    ['with the longest reason', closeBody(1000, 'x'.repeat(123)), 1000, 'x'.repeat(123), '03 e8'],
  ])('%s is told and answered with its code', (_, payload, code, reason, answer) => {
    for (const side of [new Side('server'), new Side('client')]) {
      side.receive(frame(side.peer, { opcode: 8, payload }));
      expect(side.told).toEqual([['closed', code, reason]]);
      expect(side.protocol.state).toBe('closed');
      expectCloseFrame(side, bytes(answer));
    }
  });

  it('is the last that is read', () => {
    const last = [
      frame('client', { opcode: 8, payload: closeBody(1000) }),
      frame('client', { opcode: 1, payload: 'too late' }),
      frame('client', { opcode: 9 }),
      frame('client', { opcode: 8, payload: closeBody(1001) }),
      bytes('ff ff ff'),
    ];
    for (const pieces of [[Buffer.concat(last)], last, oneByOne(Buffer.concat(last))]) {
      const side = server().receive(...pieces);
      expect(side.told).toEqual([['closed', 1000, '']]);
      expectCloseFrame(side, bytes('03 e8'));
    }
  });

  it('ends a message that is under way, undelivered', () => {
    const side = server().receive(frame('client', { opcode: 1, final: false, payload: 'half' }));
    side.receive(frame('client', { opcode: 8 }));
    side.receive(frame('client', { opcode: 0, payload: ' and half' }));
    expect(side.told).toEqual([['closed', 1005, '']]);
  });
});

describe('our close frame', () => {
  it('is sent once', () => {
    const side = server();
    side.protocol.close(1000, 'bye');
    expect(side.protocol.state).toBe('closing');
    side.protocol.close(1001, 'again');
    side.receive(frame('client', { opcode: 8, payload: closeBody(1000) }));
    side.protocol.close(1002, 'and again');
    expectCloseFrame(side, closeBody(1000, 'bye'));
    expect(side.told).toEqual([['closed', 1000, '']]);
    expect(side.protocol.state).toBe('closed');
  });

  it("leaves reading as it is until the peer's comes", () => {
    const side = server();
    side.protocol.close(1000, '');
    side.sink.take();
    side.receive(frame('client', { opcode: 1, payload: 'under way' }));
    // §5.5.2: a ping is answered "unless it already received a Close frame"
    side.receive(frame('client', { opcode: 9, payload: 'still there?' }));
    side.receive(frame('client', { opcode: 10, payload: bytes('01') }));
    expect(side.told).toEqual([['message', 'under way'], ['ping'], ['pong', '01']]);
    expect(side.sink.takeFrames()).toMatchObject([{ opcode: 10, payload: Buffer.from('still there?') }]);
  });

  it('is not followed by a second one when the peer breaks a rule while closing', () => {
    const side = server();
    side.protocol.close(1000, '');
    side.receive(bytes('83'));
    expectCloseFrame(side, bytes('03 e8'));
    expect(side.told).toEqual([['failed', 'WS_RESERVED_OPCODE']]);
    expect(side.protocol.state).toBe('closed');
  });

  it('is not sent for a bad code or reason, in any state', () => {
    const side = server();
    const attempts = (): void => {
      for (const code of [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 1000.5]) {
        expectUsageError(() => side.protocol.close(code, ''), 'WS_USAGE_CLOSE_CODE');
      }
      expectUsageError(() => side.protocol.close(1000, 'é'.repeat(62)), 'WS_USAGE_CLOSE_REASON');
    };
    attempts();
    expect(hex(side.sink.take())).toBe('');
    expect(side.protocol.state).toBe('open');
    side.protocol.close(1000, '');
    attempts();
    expectCloseFrame(side, bytes('03 e8'));
  });
});

describe('two sides', () => {
  it.each([1, 3, Infinity])('close in both directions, in pieces of %d', (piece) => {
    for (const beginner of ['client', 'server'] as const) {
      const pair = joined(piece);
      const other = beginner === 'client' ? 'server' : 'client';
      pair[beginner].protocol.sendText('last words');
      pair[beginner].protocol.close(1001, 'going');
      pair.carry();
      expect(pair[other].told).toEqual([
        ['message', 'last words'],
        ['closed', 1001, 'going'],
      ]);
      expect(pair[beginner].told).toEqual([['closed', 1001, '']]);
      expect([pair.client.protocol.state, pair.server.protocol.state]).toEqual(['closed', 'closed']);
    }
  });

  it('close at the same time with one frame each', () => {
    const pair = joined();
    pair.client.protocol.close(1000, 'from the client');
    pair.server.protocol.close(1001, 'from the server');
    pair.carry();
    expect(pair.server.told).toEqual([['closed', 1000, 'from the client']]);
    expect(pair.client.told).toEqual([['closed', 1001, 'from the server']]);
  });

  it('tell the one that broke a rule', () => {
    const pair = joined();
    pair.client.protocol.sendBinary(Buffer.alloc(2 * 1024 * 1024));
    pair.carry();
    expect(pair.server.told).toEqual([['failed', 'WS_MESSAGE_TOO_BIG']]);
    expect(pair.client.told).toEqual([['closed', 1009, 'a message is bigger than maxMessageSize']]);
  });
});

describe('an abandoned side', () => {
  it('reads nothing and says nothing to its peer', () => {
    const side = server();
    side.whenTold = () => side.protocol.abandon();
    const ping = frame('client', { opcode: 9 });
    const text = frame('client', { opcode: 1, payload: 'unread' });
    side.receive(Buffer.concat([ping, text]), text);
    expect(side.told).toEqual([['ping']]);
    side.protocol.close(1000, '');
    expect(side.sink.takeFrames().map(({ opcode }) => opcode)).toEqual([10]);
    expect(side.protocol.state).toBe('closed');
  });
});
