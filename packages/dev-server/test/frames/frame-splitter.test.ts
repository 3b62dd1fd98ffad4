import { FrameSplitter, type FrameHeader } from '../../src/frames/frame-splitter.js';
import { rawFrame } from '../../src/frames/raw-frame.js';

const HEAD = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n';

/** What a splitter tells, with the parts of a payload put together. */
function split(pieces: readonly Buffer[], hasHead: boolean) {
  const told: string[] = [];
  let payload = '';
  let outside = '';
  let header = '';
  const splitter = new FrameSplitter(
    {
      outsideFrames: (bytes) => (outside += bytes.toString('latin1')),
      headEnded: (head) => told.push(`head ${head.length}`),
      headerPart: (bytes, isFirst) => (header = (isFirst ? '' : header) + bytes.toString('hex')),
      began: ({ firstByte, length, maskingKey, size }: FrameHeader) =>
        told.push(`${firstByte} ${length} ${maskingKey !== undefined} ${size} ${header.length / 2}`),
      payload: (part, isLast) => {
        payload += part.toString('hex');
        if (isLast) told.push(payload);
        if (isLast) payload = '';
      },
    },
    hasHead,
  );
  for (const piece of pieces) splitter.receive(piece);
  return { told, outside, isBetweenFrames: splitter.isBetweenFrames };
}

const frames = Buffer.concat([
  rawFrame(0x81, Buffer.from('hello'), false),
  rawFrame(0x89, Buffer.alloc(0), false),
  rawFrame(0x02, Buffer.alloc(130, 7), true),
  rawFrame(0xff, Buffer.from('!'), false),
]);

test('it finds the frames, right and wrong ones', () => {
  const { told, isBetweenFrames } = split([frames], false);
  expect(told.slice(0, 4)).toEqual(['129 5 false 2 2', '68656c6c6f', '137 0 false 2 2', '']);
  expect(told[4]).toBe('2 130 true 8 8');
  expect(told.slice(6)).toEqual(['255 1 false 2 2', '21']);
  expect(isBetweenFrames).toBe(true);
});

test('wherever the bytes are cut, it tells the same', () => {
  const bytes = Buffer.concat([Buffer.from(`${HEAD}\r\n`, 'latin1'), frames]);
  const whole = split([bytes], true);
  expect(whole.told[0]).toBe(`head ${HEAD.length}`);
  for (let at = 1; at < bytes.length; at++) {
    expect(split([bytes.subarray(0, at), bytes.subarray(at)], true)).toEqual(whole);
  }
  expect(
    split(
      Array.from(bytes, (byte) => Buffer.from([byte])),
      true,
    ),
  ).toEqual(whole);
});

test('a frame that is not over is no place for another', () => {
  const frame = rawFrame(0x81, Buffer.from('hello'), false);
  expect(split([frame.subarray(0, 1)], false).isBetweenFrames).toBe(false);
  expect(split([frame.subarray(0, 4)], false).isBetweenFrames).toBe(false);
});

test('lengths of 16 and 64 bits', () => {
  expect(split([rawFrame(0x82, Buffer.alloc(126), false)], false).told[0]).toBe('130 126 false 4 4');
  expect(split([rawFrame(0x82, Buffer.alloc(65_536), true)], false).told[0]).toBe('130 65536 true 14 14');
});

test('after a refusal there are no frames', () => {
  const bytes = 'HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno';
  const { told, outside } = split([Buffer.from(bytes)], true);
  expect(told).toEqual(['head 43']);
  expect(outside).toBe(bytes);
});

test('a head without an end is let go of', () => {
  const { told, outside } = split([Buffer.alloc(70_000, 'a'), Buffer.alloc(10, 'b')], true);
  expect(told).toEqual([]);
  expect(outside).toHaveLength(70_010);
});
