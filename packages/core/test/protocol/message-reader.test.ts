import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { PermessageDeflate } from '../../src/extensions/permessage-deflate.js';
import { letGo, takeReader, type MessageReader, type ReaderListener } from '../../src/protocol/message-reader.js';
import type { Role } from '../../src/vocabulary/role.js';
import { conversation, MAX_MESSAGE } from '../support/arbitrary-frames.js';
import { bytes, cutAt } from '../support/bytes.js';
import { frame } from '../support/frame.js';
import { Side } from '../support/side.js';

const direction = { windowBits: 15, takeover: true };
const effort = { threshold: 0, level: 6, memoryLevel: 5 };
const codec = new PermessageDeflate('server', { server: direction, client: direction }, effort);
const taken: MessageReader[] = [];

class Told implements ReaderListener {
  readonly message = jest.fn<ReaderListener['message']>();
  readonly controlFrame = jest.fn<ReaderListener['controlFrame']>();
}

function take(role: Role = 'server', isCompressed = false, told: ReaderListener = new Told()): MessageReader {
  const reader = takeReader(role, told, 100, isCompressed ? codec : undefined);
  taken.push(reader);
  return reader;
}

afterEach(() => {
  for (const reader of taken.splice(0)) letGo(reader);
});

const hello = () => frame('client', { opcode: 1, payload: 'hello' });

describe('a reader that was let go of', () => {
  it('is the next one’s, who is told in its place', () => {
    const [first, second] = [new Told(), new Told()];
    const reader = take('server', false, first);
    reader.receive(hello());
    letGo(reader);
    expect(take('server', false, second)).toBe(reader);
    reader.receive(hello());
    expect([first.message.mock.calls, second.message.mock.calls]).toEqual([[['hello']], [['hello']]]);
  });

  it('tells nobody', () => {
    const told = new Told();
    const reader = take('server', false, told);
    letGo(reader);
    expect(() => reader.receive(frame('client', { opcode: 9, payload: 'x' }))).not.toThrow();
    expect(told.controlFrame).not.toHaveBeenCalled();
  });

  it('is nobody’s who reads by other rules', () => {
    const readers = [take('server'), take('client'), take('server', true), take('client', true)];
    for (const reader of readers) letGo(reader);
    expect([take('server'), take('client'), take('server', true), take('client', true)]).toEqual(readers);
    expect(new Set(readers).size).toBe(4);
  });
});

it('is no one else’s while it is taken', () => {
  expect(take()).not.toBe(take());
});

describe('it is idle', () => {
  it.each([
    ['a frame', hello()],
    ['a ping', frame('client', { opcode: 9, payload: 'x' })],
    ['an empty message', frame('client', { opcode: 2 })],
  ])('after %s, and not while that comes', (_, wire) => {
    const reader = take();
    expect(reader.isIdle).toBe(true);
    for (const byte of wire.subarray(0, -1)) {
      reader.receive(Buffer.from([byte]));
      expect(reader.isIdle).toBe(false);
    }
    reader.receive(wire.subarray(-1));
    expect(reader.isIdle).toBe(true);
  });

  it('not between two fragments', () => {
    const reader = take();
    reader.receive(frame('client', { opcode: 1, payload: 'a', final: false }));
    expect(reader.isIdle).toBe(false);
    reader.receive(frame('client', { opcode: 0, payload: 'b' }));
    expect(reader.isIdle).toBe(true);
  });

  it('not while it is suspended, with bytes left or without, nor when it has stopped', () => {
    const reader = take();
    reader.suspend();
    expect(reader.isIdle).toBe(false);
    reader.receive(hello());
    reader.resume();
    expect(reader.isIdle).toBe(true);
    const stopped = takeReader('server', new Told(), 100, undefined);
    stopped.stop();
    expect(stopped.isIdle).toBe(false);
  });
});

describe.each<Role>(['server', 'client'])('two connections of one %s', (role) => {
  const from = role === 'server' ? 'client' : 'server';

  it('are told the same as each alone, however their pieces mix', () => {
    const wire = conversation.map((shapes) =>
      Buffer.concat(shapes.map((shape) => frame(from, shape, bytes('01020304')))),
    );
    const cuts = fc.array(fc.nat(1500), { maxLength: 12 });
    fc.assert(
      fc.property(wire, wire, cuts, cuts, fc.infiniteStream(fc.boolean()), (one, other, oneCuts, otherCuts, whose) => {
        const alone = [one, other].map((bytesOf) => new Side(role, MAX_MESSAGE).receive(Buffer.from(bytesOf)).told);
        const sides = [new Side(role, MAX_MESSAGE), new Side(role, MAX_MESSAGE)] as const;
        const left = [cutAt(one, oneCuts), cutAt(other, otherCuts)] as const;
        while (left[0].length + left[1].length > 0) {
          const turn = left[0].length === 0 || (left[1].length > 0 && whose.next().value) ? 1 : 0;
          sides[turn].receive(left[turn].shift()!);
        }
        expect(sides.map(({ told }) => told)).toEqual(alone);
      }),
      { numRuns: 150 },
    );
  });
});
