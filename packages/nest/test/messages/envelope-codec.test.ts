import { Message } from '@ws4ts/core';
import { isEnvelope, jsonCodec } from '../../src/messages/envelope-codec.js';

test('JSON in text messages, and nothing else', () => {
  const envelope = { event: 'say', data: [1], id: 2 };
  expect(jsonCodec.decode(new Message(jsonCodec.encode(envelope) as string))).toEqual(envelope);
  expect(jsonCodec.decode(new Message(Buffer.from('{}')))).toBeUndefined();
  expect(() => jsonCodec.decode(new Message('{'))).toThrow(SyntaxError);
});

test.each([
  [{ event: 'a' }, true],
  [{ event: 'a', id: 1, data: null }, true],
  [{ event: 'a', id: 'b' }, true],
  [{ event: 1 }, false],
  [{ event: 'a', id: null }, false],
  [{}, false],
  [null, false],
  ['a', false],
  [undefined, false],
])('%p is an envelope: %p', (value, is) => {
  expect(isEnvelope(value)).toBe(is);
});
