// The command line itself: what it tells, and wrong use of it.
import { version } from '../../src/version.js';
import { end } from '../support/program-run.js';

test('help and version', async () => {
  expect(await end(['--version'])).toEqual({ code: 0, output: `${version}\n`, errors: '' });
  const { code, output } = await end(['--help']);
  expect(code).toBe(0);
  for (const word of ['serve', 'connect', 'bench', 'replay', 'Exit codes']) expect(output).toContain(word);
});

test.each([
  [['--nonsense'], /unknown option '--nonsense'/],
  [['--port', '99999'], /whole number from 0 to 65535|number from 0 to 65535/],
  [['connect'], /missing required argument 'url'/],
  [['connect', 'gopher://here'], /begins with ws:/],
  [['connect', 'ws://127.0.0.1:1', '-H', 'nonsense'], /'Name: value'/],
  [['--host', '0.0.0.0'], /give a token/],
  [['bench', 'ws://127.0.0.1:1', '-s', 'big'], /give a number/],
])('%j is wrong use: 2', async (words, sentence) => {
  const { code, errors, output } = await end(words, []);
  expect({ code, output }).toEqual({ code: 2, output: '' });
  expect(errors).toMatch(sentence);
});
