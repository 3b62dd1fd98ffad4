import { PassThrough } from 'node:stream';
import { Terminal } from '../../src/terminal/terminal.js';

const streams = (isTTY: boolean) => ({
  input: Object.assign(new PassThrough(), { isTTY }),
  output: Object.assign(new PassThrough(), { isTTY }),
  errors: new PassThrough(),
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [true, { NO_COLOR: '', FORCE_COLOR: '' }, true],
])('a terminal: %s, with %j: colours are %s', (isTTY, environment, hasColors) => {
  const terminal = new Terminal(streams(isTTY), environment);
  expect(terminal.colors.isColorSupported).toBe(hasColors);
  expect(terminal.isInteractive).toBe(isTTY);
});

test('results and what is said beside them go different ways', () => {
  const { output, errors, input } = streams(false);
  const terminal = new Terminal({ output, errors, input });
  terminal.print('result');
  terminal.say('beside');
  expect(String(output.read())).toBe('result\n');
  expect(String(errors.read())).toBe('beside\n');
});

test('columns are as wide as their widest cell', () => {
  const terminal = new Terminal(streams(false));
  expect(
    terminal.table([
      ['a', 'b', ''],
      ['ccc', 'd', 'e'],
    ]),
  ).toBe('  a    b\n  ccc  d  e');
  expect(terminal.table([])).toBe('');
});
