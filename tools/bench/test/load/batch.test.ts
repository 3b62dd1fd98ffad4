import { isAscii, isUtf8 } from 'node:buffer';
import { buildBatch, buildPayload } from '../../src/load/batch.js';
import { opcodes, plainFrame } from '../../src/load/frame.js';

test.each([20, 1024, 65_536])('payloads of exactly %i bytes', (size) => {
  for (const content of ['ascii', 'non-ascii', 'binary'] as const) {
    expect(buildPayload(content, size)).toHaveLength(size);
  }
});

test('text is text', () => {
  expect(isAscii(buildPayload('ascii', 1024))).toBe(true);
  expect(isAscii(buildPayload('non-ascii', 1024))).toBe(false);
  expect(isUtf8(buildPayload('non-ascii', 1024))).toBe(true);
  expect(isUtf8(buildPayload('binary', 1024))).toBe(false);
});

test('an envelope has exactly so many bytes, and holds an echo', () => {
  const payload = buildPayload('envelope', 125);
  expect(payload).toHaveLength(125);
  expect(JSON.parse(payload.toString())).toEqual({ event: 'echo', data: expect.stringMatching(/^x+$/) });
});

const payload = buildPayload('ascii', 20);
const echo = plainFrame(opcodes.text, payload);

test('a batch expects one plain echo for each masked frame', () => {
  const batch = buildBatch('ascii', payload, { sent: 3, back: 3 });
  expect(batch.messages).toBe(3);
  expect(batch.sent).toHaveLength(3 * 26);
  expect(batch.expected).toEqual(Buffer.concat([echo, echo, echo]));
});

test('what is only received is answered once, with nothing', () => {
  const batch = buildBatch('ascii', payload, { sent: 3, back: 1 });
  expect(batch.messages).toBe(3);
  expect(batch.expected).toEqual(plainFrame(opcodes.text, Buffer.alloc(0)));
});

test('what is only sent is asked for once', () => {
  const batch = buildBatch('ascii', payload, { sent: 1, back: 3 });
  expect(batch.messages).toBe(3);
  expect(batch.sent).toHaveLength(26);
  expect(batch.expected).toEqual(Buffer.concat([echo, echo, echo]));
});

test('each frame has a key of its own', () => {
  const { sent } = buildBatch('ascii', payload, { sent: 2, back: 2 });
  expect(sent.subarray(2, 6)).not.toEqual(sent.subarray(28, 32));
});

test('a server that knows no frames sends back what was sent', () => {
  const { sent, expected } = buildBatch('binary', payload, { sent: 2, back: 2 }, true);
  expect(expected).toEqual(sent);
});
