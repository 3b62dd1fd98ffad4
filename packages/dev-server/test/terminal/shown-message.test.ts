import picocolors from 'picocolors';
import { shownMessage } from '../../src/terminal/shown-message.js';

const plain = picocolors.createColors(false);

test('text is shown as it is, and what would move the cursor as its code', () => {
  expect(shownMessage('hello\nyou', plain)).toBe('hello\nyou');
  expect(shownMessage('\u001b[2J\u0007', plain)).toBe('\\x1b[2J\\x07');
  expect(shownMessage('{"a":"\u009b"}', plain)).toBe('{"a":"\\x9b"}');
});

test('JSON keeps its text, and has colours where there are any', () => {
  const json = '{ "a": [1.5e3, null], "b": "x: \\"y\\"" }';
  expect(shownMessage(json, plain)).toBe(json);
  // oxlint-disable-next-line no-control-regex
  const coloured = shownMessage(json, picocolors.createColors(true));
  // oxlint-disable-next-line no-control-regex
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(json);
  expect(coloured).toContain('\u001b[36m"a"\u001b[39m:');
  expect(coloured).toContain('\u001b[32m"x: \\"y\\""\u001b[39m');
});

test('bytes are rows of sixteen, and of many the first', () => {
  expect(shownMessage(Buffer.from('0123456789abcdef\n'), plain).split('\n')).toEqual([
    '17 bytes',
    '000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef',
    `000010  0a ${' '.repeat(45)} .`,
  ]);
  const rows = shownMessage(Buffer.alloc(2000), plain).split('\n');
  expect(rows).toHaveLength(66);
  expect(rows.at(-1)).toBe('… 976 more');
});
