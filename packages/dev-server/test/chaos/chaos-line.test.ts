import { ChaosLine, type ChaosLineOptions } from '../../src/chaos/chaos-line.js';
import { changeChaos, NO_CHAOS, type ChaosSettings } from '../../src/chaos/chaos-settings.js';
import { rawFrame, unmasked } from '../../src/frames/raw-frame.js';

const frame = (text: string, firstByte = 0x81) => rawFrame(firstByte, Buffer.from(text), false);

/** A line whose chances are given in their order. */
function line(
  changes: Partial<ChaosSettings>,
  chances: number[] = [],
  looking: Pick<ChaosLineOptions, 'looksAt' | 'takesOut'> = {},
) {
  const out: Buffer[] = [];
  const chaos = new ChaosLine({
    deliver: (bytes) => out.push(Buffer.from(bytes)),
    settings: () => changeChaos(NO_CHAOS, changes),
    hasHead: false,
    chance: () => chances.shift() ?? 1,
    ...looking,
  });
  return { chaos, out: () => Buffer.concat(out).toString('hex') };
}

const hex = (...frames: Buffer[]) => Buffer.concat(frames).toString('hex');

test('without settings all bytes get through, however they are cut', () => {
  const bytes = Buffer.concat([frame('one'), frame('', 0x89), frame('two', 0x01), frame('three', 0x80)]);
  for (let at = 0; at <= bytes.length; at++) {
    const { chaos, out } = line({});
    chaos.receive(bytes.subarray(0, at));
    expect(out()).toBe(bytes.subarray(0, at).toString('hex'));
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
  const takesOut = (payload: Buffer): boolean => payload.toString() === 'mine';
  const { chaos, out } = line({}, [], { looksAt: (opcode) => opcode === 10, takesOut });
  const ping = frame('mine', 0x89);
  chaos.receive(Buffer.concat([rawFrame(0x8a, Buffer.from('mine'), true), frame('other', 0x8a), ping]));
  expect(out()).toBe(hex(frame('other', 0x8a), ping));
});

test('messages are cut into frames, whatever the pieces they come in, and control frames are not', () => {
  const bytes = Buffer.concat([frame('hello', 0xc1), frame('ab', 0x02), frame('cde', 0x80), frame('ping!', 0x89)]);
  const cut = hex(
    ...[frame('he', 0x41), frame('ll', 0x00), frame('o', 0x80)],
    ...[frame('ab', 0x02), frame('cd', 0x00), frame('e', 0x80)],
    frame('ping!', 0x89),
  );
  for (let at = 0; at <= bytes.length; at++) {
    const { chaos, out } = line({ fragments: 2 });
    chaos.receive(bytes.subarray(0, at));
    chaos.receive(bytes.subarray(at));
    expect(out()).toBe(cut);
  }
});

test('masked frames that were cut are still masked, and a message of them comes twice whole', () => {
  const { chaos, out } = line({ fragments: 3, duplication: 1 }, [0]);
  chaos.receive(rawFrame(0x81, Buffer.from('hello'), true));
  const bytes = Buffer.from(out(), 'hex');
  const [one, two] = [bytes.subarray(0, 9), bytes.subarray(9, 17)];
  const text = (piece: Buffer): string => unmasked(piece.subarray(6), piece.subarray(2, 6), 0).toString();
  expect([one[0], text(one), two[0], text(two)]).toEqual([0x01, 'hel', 0x80, 'lo']);
  expect(bytes.subarray(17)).toEqual(bytes.subarray(0, 17));
});
