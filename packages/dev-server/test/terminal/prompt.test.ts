// The line that one types on, in a terminal of twenty columns.
import { PassThrough } from 'node:stream';
import type { WebSocket } from '@ws4ts/core';
import { Prompt } from '../../src/terminal/prompt.js';
import { Terminal } from '../../src/terminal/terminal.js';
import { closeLater } from '../support/opened.js';

function prompted() {
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 20 });
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const terminal = new Terminal({ input, output, errors: new PassThrough() });
  const prompt = new Prompt(terminal, { isOpen: true, close() {} } as unknown as WebSocket);
  closeLater(() => void input.destroy());
  const written = (): string => String((output.read() as Buffer | null) ?? '').replaceAll('\u001b[', 'ESC ');
  const type = async (text: string): Promise<void> => {
    input.write(text);
    await new Promise((resolve) => setImmediate(resolve));
    written();
  };
  return { prompt, written, type };
}

test('a message goes above the line that is being typed', async () => {
  const { prompt, written, type } = prompted();
  await type('abc');
  prompt.show('hello');
  expect(written()).toMatch(/^\rESC Jhello\n[^\n]*> abc/);
  prompt.close();
});

// Its first rows stayed on the screen, once for each message that came.
test('a line that is wider than the terminal goes away with all its rows', async () => {
  const { prompt, written, type } = prompted();
  await type('x'.repeat(49));
  await type('x');
  prompt.show('hello');
  expect(written()).toMatch(/^ESC 2A\rESC Jhello\nESC 1GESC 0J> x{50}/);
  prompt.close();
});

test('what was typed and not sent goes away at the end', async () => {
  const { prompt, written, type } = prompted();
  await type('abc');
  prompt.close();
  expect(written()).toMatch(/^\rESC J/);
});
