import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytes, counting, hex } from '../support/bytes.js';
import { expectFailure, expectUsageError } from '../support/expectations.js';
import { frame } from '../support/frame.js';
import { client, joined, server, Side } from '../support/side.js';

const MASKED_HELLO = '85 37 fa 21 3d 7f 9f 4d 51 58';

describe("the RFC's examples (§5.7)", () => {
  it('a single-frame unmasked text message', () => {
    expect(client().receive(bytes('81 05 48 65 6c 6c 6f')).told).toEqual([['message', 'Hello']]);
  });

  it('a single-frame masked text message', () => {
    expect(server().receive(bytes(`81 ${MASKED_HELLO}`)).told).toEqual([['message', 'Hello']]);
  });

  it('a fragmented unmasked text message', () => {
    const side = client().receive(bytes('01 03 48 65 6c'));
    expect(side.told).toEqual([]);
    expect(side.receive(bytes('80 02 6c 6f')).told).toEqual([['message', 'Hello']]);
  });

  it('an unmasked Ping request and a masked Ping response', () => {
    const side = client().receive(bytes('89 05 48 65 6c 6c 6f'));
    expect(side.told).toEqual([['ping']]);
    const answer = side.sink.take();
    expect(hex(answer.subarray(0, 2))).toBe('8a 85');
    expect(server().receive(answer).told).toEqual([['pong', '48656c6c6f']]);
  });

  it('a masked Ping and its unmasked answer, the other way round', () => {
    const side = server().receive(bytes(`89 ${MASKED_HELLO}`));
    expect(hex(side.sink.take())).toBe('8a 05 48 65 6c 6c 6f');
  });

  it.each([
    ['256 bytes of binary data in a single unmasked frame', '82 7e 01 00', 256],
    ['64 KiB of binary data in a single unmasked frame', '82 7f 00 00 00 00 00 01 00 00', 65_536],
  ])('%s', (_, header, length) => {
    const side = client().receive(Buffer.concat([bytes(header), counting(length)]));
    expect(side.messages.map((data) => hex(data as Buffer))).toEqual([hex(counting(length))]);
  });
});

describe('pings', () => {
  it('are answered before the message ends that they interrupt', () => {
    const side = server();
    side.receive(frame('client', { opcode: 1, final: false, payload: 'one ' }));
    side.receive(frame('client', { opcode: 9, payload: 'now' }));
    expect(side.sink.takeFrames()).toMatchObject([{ opcode: 10, payload: Buffer.from('now'), masked: false }]);
    side.receive(frame('client', { opcode: 0, payload: 'message' }));
    expect(side.told).toEqual([['ping'], ['message', 'one message']]);
  });

  it('are answered before the handler is told', () => {
    const side = server();
    const written: number[] = [];
    side.whenTold = () => written.push(side.sink.takeFrames().length);
    side.receive(frame('client', { opcode: 9 }));
    expect(written).toEqual([1]);
  });

  it('are each answered with their own payload, of nothing to 125 bytes', () => {
    for (const side of [server(), client()]) {
      const payloads = [0, 1, 2, 124, 125].map(counting);
      side.receive(Buffer.concat(payloads.map((payload) => frame(side.peer, { opcode: 9, payload }))));
      expect(side.sink.takeFrames().map(({ opcode, payload }) => [opcode, hex(payload)])).toEqual(
        payloads.map((payload) => [10, hex(payload)]),
      );
    }
  });

  it('of more than 125 bytes are not sent', () => {
    const side = server();
    expectUsageError(() => side.protocol.ping(Buffer.alloc(126)), 'WS_USAGE_CONTROL_PAYLOAD');
    expect(side.sink.take()).toHaveLength(0);
    side.protocol.ping(Buffer.alloc(125));
    expect(side.sink.takeFrames()).toMatchObject([{ opcode: 9, final: true, payload: Buffer.alloc(125) }]);
  });
});

describe('pongs', () => {
  it('are told, asked for or not, and not answered', () => {
    const side = server().receive(
      frame('client', { opcode: 10, payload: bytes('01 02') }),
      frame('client', { opcode: 10 }),
    );
    expect(side.told).toEqual([
      ['pong', '0102'],
      ['pong', ''],
    ]);
    expect(side.sink.take()).toHaveLength(0);
  });

  it('have a payload of their own', () => {
    const side = server();
    const kept: Buffer[] = [];
    side.pong = (payload) => void kept.push(payload);
    const wire = frame('client', { opcode: 10, payload: 'keep me' });
    side.receive(wire);
    wire.fill(0);
    expect(kept.map(String)).toEqual(['keep me']);
  });
});

describe('messages', () => {
  it('are not changed by what is read after them', () => {
    const payloads = [counting(10), counting(3000), counting(20_000), counting(0), counting(500)];
    const side = server();
    const seen: string[] = [];
    side.whenTold = (event) => void seen.push(hex(event[1] as Buffer));
    side.receive(Buffer.concat(payloads.map((payload) => frame('client', { opcode: 2, payload }))));
    side.receive(Buffer.concat(payloads.map((payload) => frame('client', { opcode: 2, payload }))));
    expect(seen).toEqual([...payloads, ...payloads].map(hex));
    expect(side.messages.map((data) => hex(data as Buffer))).toEqual(seen);
  });

  it('that are small do not keep the piece that they came in', () => {
    const wires = [
      frame('client', { opcode: 2, payload: counting(100) }),
      frame('client', { opcode: 2, payload: counting(60_000) }),
    ];
    const side = server().receive(Buffer.concat(wires));
    const kept = side.messages.map((data) => (data as Buffer).buffer.byteLength);
    expect(kept[0]).toBeLessThan(16_384);
    expect(kept[1]).toBeLessThan(2 * 60_000);
  });

  it('never change the bytes that the caller gave', () => {
    for (const side of [server(), client()]) {
      const sent = [0, 1, 40, 126, 16_384, 16_385, 70_000].map(counting);
      for (const data of sent) side.protocol.sendBinary(data);
      expect(sent.map(hex)).toEqual([0, 1, 40, 126, 16_384, 16_385, 70_000].map((length) => hex(counting(length))));
      expect(side.sink.takeFrames().map(({ payload }) => hex(payload))).toEqual(sent.map(hex));
    }
  });

  it('come through both ways, whole or in fragments, whatever they are', () => {
    const message = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array());
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), fc.integer({ min: 1, max: 40 }), (messages, piece) => {
        const pair = joined(piece);
        for (const { protocol } of [pair.client, pair.server]) {
          for (const data of messages) {
            if (typeof data === 'string') protocol.sendText(data);
            else protocol.sendBinary(data);
            const payload = Buffer.from(data as string);
            const half = payload.length >> 1;
            protocol.sendFragment(typeof data === 'string' ? 1 : 2, payload.subarray(0, half), false);
            protocol.ping(payload.subarray(0, 125));
            protocol.sendFragment(0, payload.subarray(half), true);
          }
        }
        pair.carry();
        const twice = messages.flatMap((data) => Array(2).fill(typeof data === 'string' ? data : Buffer.from(data)));
        for (const side of [pair.client, pair.server]) {
          expect(side.messages).toEqual(twice);
          expect(side.told.filter(([kind]) => kind === 'pong')).toHaveLength(messages.length);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('suspend and resume', () => {
  it('in the middle of a piece keep the order and lose nothing', () => {
    const side = server();
    side.whenTold = () => side.protocol.suspend();
    const wire = ['a', 'b', 'c'].map((payload) => frame('client', { opcode: 1, payload }));
    const close = frame('client', { opcode: 8 });
    side.receive(Buffer.concat([wire[0]!, wire[1]!, wire[2]!.subarray(0, 3)]), wire[2]!.subarray(3), close);
    const counts = [side.told.length];
    for (let i = 0; i < 3; i++) {
      side.protocol.resume();
      counts.push(side.told.length);
    }
    expect(side.told).toEqual([
      ['message', 'a'],
      ['message', 'b'],
      ['message', 'c'],
      ['closed', 1005, ''],
    ]);
    expect(counts).toEqual([1, 2, 3, 4]);
  });

  it('turn a rule that is broken in what waited into a failure as well', () => {
    const side = server();
    side.protocol.suspend();
    side.receive(frame('client', { opcode: 1, payload: 'fine' }), bytes('83'));
    expect(side.told).toEqual([]);
    side.protocol.resume();
    expect(side.messages).toEqual(['fine']);
    expectFailure(side, 1002, 'WS_RESERVED_OPCODE');
  });

  it('may both be called by the handler', () => {
    // The handler's own resume read the rest of the piece a second time, after it had been unmasked, and failed the connection.
    const side = server();
    side.whenTold = () => {
      side.protocol.suspend();
      side.protocol.resume();
    };
    side.receive(Buffer.concat(['a', 'b', 'c'].map((payload) => frame('client', { opcode: 1, payload }))));
    expect(side.told).toEqual([
      ['message', 'a'],
      ['message', 'b'],
      ['message', 'c'],
    ]);
  });
});

describe('a handler that throws', () => {
  it('is not caught', () => {
    const side = new Side('server');
    side.whenTold = () => {
      throw new Error('mine');
    };
    expect(() => side.receive(frame('client', { opcode: 1 }))).toThrow('mine');
    expect(side.sink.take()).toHaveLength(0);
    expect(side.protocol.state).toBe('open');
  });
});
