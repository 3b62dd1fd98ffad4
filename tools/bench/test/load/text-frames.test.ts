import { opcodes, plainFrame } from '../../src/load/frame.js';
import { TextFrames } from '../../src/load/text-frames.js';

const frame = (text: string): Buffer => plainFrame(opcodes.text, Buffer.from(text));

test('a greeting may come in any pieces, before or after it is asked for', async () => {
  const frames = new TextFrames();
  const both = Buffer.concat([frame('0{"sid":1}'), frame(`40${'x'.repeat(200)}`)]);
  frames.add(both.subarray(0, 5));
  const first = frames.expect('0{');
  frames.add(both.subarray(5, 20));
  await first;
  const second = frames.expect('40');
  frames.add(both.subarray(20));
  await second;
  expect(() => frames.expectNone()).not.toThrow();
});

test('another greeting is an error', async () => {
  const frames = new TextFrames();
  frames.add(frame('44'));
  await expect(frames.expect('40')).rejects.toThrow('the server greeted with "44", not with "40"');
});

test('binary is no greeting', async () => {
  const frames = new TextFrames();
  frames.add(plainFrame(opcodes.binary, Buffer.from('40')));
  await expect(frames.expect('40')).rejects.toThrow('a greeting is a short text in one frame');
});

test('what is left over is an error', () => {
  const frames = new TextFrames();
  frames.add(frame('2'));
  expect(() => frames.expectNone()).toThrow('bytes came when none were due');
});
