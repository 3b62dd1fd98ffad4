import { describe, expect, it } from '@jest/globals';
import { Message } from '../../src/messages/message.js';

describe('a text message', () => {
  const message = new Message('{"é":1}');

  it('is text, bytes in UTF-8, and perhaps JSON', () => {
    expect([message.isText, message.data, message.text]).toEqual([true, '{"é":1}', '{"é":1}']);
    expect(message.bytes).toEqual(Buffer.from('{"é":1}', 'utf8'));
    expect(message.json()).toEqual({ é: 1 });
  });

  it('that is no JSON says so', () => {
    expect(() => new Message('{').json()).toThrow(SyntaxError);
  });
});

describe('a binary message', () => {
  const bytes = Buffer.from('[1, "é"]');
  const message = new Message(bytes);

  it('is bytes, and text read as UTF-8', () => {
    expect([message.isText, message.text]).toEqual([false, '[1, "é"]']);
    expect(message.data).toBe(bytes);
    expect(message.bytes).toBe(bytes);
    expect(message.json()).toEqual([1, 'é']);
  });
});
