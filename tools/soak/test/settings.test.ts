import { readSettings } from '../src/settings.js';

test('there are defaults, and each setting can be set', () => {
  expect(readSettings([])).toEqual({ connections: 10_000, rounds: 60, pause: 1000 });
  expect(readSettings(['--rounds', '3', '--connections', '50'])).toMatchObject({ connections: 50, rounds: 3 });
});

test.each([['--clients', '5'], ['--rounds', '0'], ['--rounds', 'x'], ['--rounds']])('%s %s is refused', (...words) => {
  expect(() => readSettings(words)).toThrow('is no setting');
});
