import { agreedWindowBits } from '../../../src/load/deflate/negotiation.js';

test.each([
  ['permessage-deflate', 15],
  ['permessage-deflate; client_max_window_bits=12', 12],
  ['permessage-deflate; server_max_window_bits=10; client_max_window_bits="9"', 9],
])('%s', (answer, bits) => {
  expect(agreedWindowBits(answer)).toBe(bits);
});

test.each(['', 'x-webkit-deflate-frame'])('"%s" is not an agreement', (answer) => {
  expect(() => agreedWindowBits(answer)).toThrow('was not agreed to');
});

test.each(['server', 'client'])('the %s keeps its context', (side) => {
  expect(() => agreedWindowBits(`permessage-deflate; ${side}_no_context_takeover`)).toThrow('keep their contexts');
});
