import { jest } from '@jest/globals';
import { ChaosLine } from '../../src/chaos/chaos-line.js';
import { changeChaos, NO_CHAOS, type ChaosSettings } from '../../src/chaos/chaos-settings.js';
import { rawFrame } from '../../src/frames/raw-frame.js';

const frame = (text: string, firstByte = 0x81) => rawFrame(firstByte, Buffer.from(text), false);

/** A line whose chances are given in their order. */
function line(
  changes: Partial<ChaosSettings>,
  chances: number[] = [],
  takesOut?: (opcode: number, payload: Buffer) => boolean,
) {
  const out: Buffer[] = [];
  const chaos = new ChaosLine({
    deliver: (bytes) => out.push(Buffer.from(bytes)),
    settings: () => changeChaos(NO_CHAOS, changes),
    hasHead: false,
    chance: () => chances.shift() ?? 1,
    ...(takesOut && { takesOut }),
  });
  return { chaos, out: () => Buffer.concat(out).toString('hex') };
}

const hex = (...frames: Buffer[]) => Buffer.concat(frames).toString('hex');

test('without settings all bytes get through, however they are cut', () => {
  const bytes = Buffer.concat([frame('one'), frame('', 0x89), frame('two', 0x01), frame('three', 0x80)]);
  for (let at = 0; at <= bytes.length; at++) {
    const { chaos, out } = line({});
    chaos.receive(bytes.subarray(0, at));
    chaos.receive(bytes.subarray(at));
    expect(out()).toBe(bytes.toString('hex'));
  }
});

test('a message is lost by chance, with all its frames', () => {
  const { chaos, out } = line({ loss: 0.5 }, [0.4, 0.6]);
  for (const one of [frame('lost', 0x01), frame('too', 0x00), frame('!', 0x80), frame('kept')]) chaos.receive(one);
  expect(out()).toBe(hex(frame('kept')));
});

test('a message comes twice by chance, one of several frames never', () => {
  const { chaos, out } = line({ duplication: 0.5 }, [0.4, 0.4]);
  const parts = [frame('a', 0x01), frame('b', 0x80)];
  for (const one of [frame('twice'), ...parts]) chaos.receive(one);
  expect(out()).toBe(hex(frame('twice'), frame('twice'), ...parts));
});

test('pings can be lost, a close frame cannot', () => {
  const { chaos, out } = line({ loss: 1 }, [0, 0]);
  chaos.receive(frame('ping', 0x89));
  chaos.receive(frame('', 0x88));
  expect(out()).toBe(hex(frame('', 0x88)));
});

test('half open, nothing gets through', () => {
  const { chaos, out } = line({ halfOpen: true });
  chaos.receive(frame('hello'));
  chaos.receive(frame('', 0x88));
  chaos.putIn(frame('ping', 0x89));
  expect(out()).toBe('');
});

test('what is put in waits for the end of the frame under way', () => {
  const { chaos, out } = line({});
  const bytes = frame('hello');
  chaos.receive(bytes.subarray(0, 4));
  chaos.putIn(frame('', 0x89));
  expect(out()).toBe(bytes.subarray(0, 4).toString('hex'));
  chaos.receive(bytes.subarray(4));
  expect(out()).toBe(hex(bytes, frame('', 0x89)));
});

test('a control frame can be taken out', () => {
  const takesOut = jest.fn((opcode: number, payload: Buffer) => opcode === 10 && payload.toString() === 'mine');
  const { chaos, out } = line({}, [], takesOut);
  chaos.receive(Buffer.concat([rawFrame(0x8a, Buffer.from('mine'), true), frame('other', 0x8a)]));
  expect(out()).toBe(hex(frame('other', 0x8a)));
});
