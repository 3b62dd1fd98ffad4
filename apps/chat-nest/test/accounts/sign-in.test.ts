import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { SignIn } from '../../src/accounts/sign-in.js';

function faultsOf(body: object): string[] {
  const faults = validateSync(plainToInstance(SignIn, body));
  return faults.flatMap(({ constraints = {} }) => Object.values(constraints));
}

test('a name is trimmed', () => {
  expect(plainToInstance(SignIn, { name: ' Ann\n' })).toEqual({ name: 'Ann' });
});

test.each([['A'], ['x'.repeat(24)], ['  Ada Lovelace  ']])('%p is a name', (name) => {
  expect(faultsOf({ name })).toEqual([]);
});

test.each([[''], ['  '], ['x'.repeat(25)]])('%p is none', (name) => {
  expect(faultsOf({ name })).toEqual(['give a name of 1 to 24 letters']);
});

test.each([[{}], [{ name: 5 }], [{ name: ['Ann'] }]])('%p has none', (body) => {
  expect(faultsOf(body)).toContain('tell your name');
});
