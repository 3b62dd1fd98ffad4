import * as http from '../src/index.js';

test('the public names', () => {
  expect(Object.keys(http)).toEqual([
    'UpgradeDoor',
    'answerPlain',
    'attach',
    'attachDoor',
    'refusalOfPlain',
    'upgradesOf',
  ]);
});
