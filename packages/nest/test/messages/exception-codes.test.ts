import { sentenceOf } from '../../src/messages/exception-codes.js';

test.each([
  ['no', 'no'],
  [['too long', 'too late'], 'too long, too late'],
  [['too long', { constraints: 1 }], 'too long, {"constraints":1}'],
  [{ a: 1 }, '{"a":1}'],
  [undefined, undefined],
])('of %p is %p', (message, sentence) => {
  expect(sentenceOf(message)).toBe(sentence);
});
