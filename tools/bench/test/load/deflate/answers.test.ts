import { Answers } from '../../../src/load/deflate/answers.js';
import { maskedFrame, opcodes, plainFrame } from '../../../src/load/frame.js';

const payloads = [3, 125, 126, 700, 0, 65_535, 65_536].map((size) => Buffer.alloc(size, 'abc'));
const stream = Buffer.concat(payloads.map((payload) => plainFrame(opcodes.compressedText, payload)));

/** Gives the stream in pieces of a size, through one buffer that is used again as a client's is. */
function takeInPieces(answers: Answers, size: number): number {
  const shared = Buffer.alloc(size);
  let frames = 0;
  for (let at = 0; at < stream.length; at += size)
    frames += answers.take(shared, stream.copy(shared, 0, at, at + size));
  return frames;
}

test.each([1, 2, 3, 7, 64, 1000, stream.length])('frames are counted in pieces of %i bytes', (size) => {
  const answers = new Answers();
  expect(takeInPieces(answers, size)).toBe(payloads.length);
  expect(answers.bytes).toBe(stream.length);
  expect(answers.atRest).toBe(true);
});

test.each([1, 5, 1000])('payloads are given whole from pieces of %i bytes', (size) => {
  const answers = new Answers();
  const given: Buffer[] = [];
  answers.payload = (payload) => void given.push(payload);
  takeInPieces(answers, size);
  expect(given).toEqual(payloads);
});

test('bytes beyond the given length do not count', () => {
  const answers = new Answers();
  expect(answers.take(stream, 4)).toBe(0);
  expect(answers.bytes).toBe(4);
});

test('a begun frame is no rest', () => {
  const frame = plainFrame(opcodes.compressedText, Buffer.from('abc'));
  for (let length = 1; length < frame.length; length++) {
    const answers = new Answers();
    answers.take(frame, length);
    expect(answers.atRest).toBe(false);
  }
});

test.each([
  ['text that is not compressed', plainFrame(opcodes.text, Buffer.from('{}')), 'begins with 0x81'],
  ['a close frame', plainFrame(opcodes.close, Buffer.from([0x03, 0xe8])), 'begins with 0x88'],
  ['a masked frame', maskedFrame(opcodes.compressedText, Buffer.from('{}'), 1), 'masked'],
])('%s is an error', (_, frame, message) => {
  expect(() => new Answers().take(frame, frame.length)).toThrow(message);
});
