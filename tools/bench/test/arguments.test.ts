import { parseArguments } from '../src/arguments.js';

test('without arguments', () => {
  expect(parseArguments([])).toEqual({
    only: [],
    servers: [],
    rounds: 3,
    quick: false,
    duration: undefined,
    warmUp: undefined,
    all: false,
    check: false,
    profile: false,
    out: undefined,
    help: false,
  });
});

test('lists are separated by commas and may be repeated', () => {
  const { only, servers } = parseArguments([
    '--only',
    'ping-pong 20 B, 1 MiB',
    '--only=broadcast',
    '--servers',
    'net,,ws',
  ]);
  expect(only).toEqual(['ping-pong 20 B', '1 MiB', 'broadcast']);
  expect(servers).toEqual(['net', 'ws']);
});

test('quick is one round, unless told otherwise', () => {
  expect(parseArguments(['--quick']).rounds).toBe(1);
  expect(parseArguments(['--quick', '--rounds', '2']).rounds).toBe(2);
});

test('times, folder and what to do', () => {
  const parsed = parseArguments([
    '--duration',
    '50',
    '--warm-up',
    '20',
    '--out',
    'figures',
    '--check',
    '--all',
    '--profile',
  ]);
  expect(parsed).toMatchObject({ duration: 50, warmUp: 20, out: 'figures', check: true, all: true, profile: true });
});

test.each(['0', '-1', '1.5', 'three', ''])('--rounds does not take "%s"', (value) => {
  expect(() => parseArguments([`--rounds=${value}`])).toThrow(`--rounds takes a whole number above 0, not "${value}"`);
});

test.each(['--fast', 'fast'])('%s is not known', (argument) => {
  expect(() => parseArguments([argument])).toThrow(argument);
});
