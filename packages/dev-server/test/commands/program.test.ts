// The command line itself: what it tells, and wrong use of it.
import { version } from '../../src/version.js';
import { end } from '../support/program-run.js';
import { serve } from '../support/served.js';

test('help and version', async () => {
  expect(await end(['--version'])).toEqual({ code: 0, output: `${version}\n`, errors: '' });
  const { code, output } = await end(['--help']);
  expect(code).toBe(0);
  for (const word of ['serve', 'connect', 'bench', 'replay', 'Exit codes']) expect(output).toContain(word);
  const options = ['--port', '--host', '--token', '--open', '--watch', '--record', '--proxy', '--allow-origin'];
  for (const option of options) expect(output).toContain(option);
  expect(output.match(/--help/g)).toHaveLength(1);
  expect((await end(['connect', '--help'])).output).not.toContain('--watch');
});

test('an option that may be repeated takes no more than its value', async () => {
  const server = await serve();
  const url = `${server.url}/subprotocol`;
  const subprotocols = ['--subprotocol', 'nope', '--subprotocol', 'json'];
  const spoken = await end(['connect', '-1', '-H', 'A: b', ...subprotocols, url]);
  expect(spoken.output).toBe('you offered nope, json; agreed on json\n');
  expect((await end(['--allow-origin', 'http://a.example', 'missing.ts', '--port', '0'])).errors).toContain(
    'missing.ts',
  );
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
