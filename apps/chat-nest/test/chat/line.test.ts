import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Line } from '../../src/chat/line.js';

function faultsOf(data: object): string[] {
  return validateSync(plainToInstance(Line, data)).flatMap(({ constraints = {} }) => Object.values(constraints));
}

test.each([['hello'], ['  hello '], ['x'.repeat(500)]])('%p is a message', (text) => {
  expect(faultsOf({ text })).toEqual([]);
});

test.each([[''], [' \n '], ['x'.repeat(501)]])('%p is none', (text) => {
  expect(faultsOf({ text })).toEqual(['a message has 1 to 500 letters']);
});

test.each([[{}], [{ text: 5 }], [{ text: null }]])('%p is no text', (data) => {
  expect(faultsOf(data)).toContain('a message is a text');
});
