import { readSettings, SettingError } from '../src/settings.js';

test('without any variable everything has its default, and the key is another each time', () => {
  const { tokenKey, ...rest } = readSettings({ PORT: '', HOST: '', TOKEN_KEY: '' });
  expect(rest).toEqual({ host: '127.0.0.1', port: 9002, isKeyGiven: false });
  expect(tokenKey.length).toBeGreaterThan(40);
  expect(readSettings({}).tokenKey).not.toBe(tokenKey);
});

test('every variable is read', () => {
  expect(readSettings({ HOST: '::1', PORT: '0', TOKEN_KEY: 'sixteen letters!' })).toEqual({
    host: '::1',
    port: 0,
    tokenKey: 'sixteen letters!',
    isKeyGiven: true,
  });
});

test.each([
  ['PORT', '65536', 'PORT is "65536": give a whole number from 0 to 65535.'],
  ['PORT', 'http', 'PORT is "http": give a whole number from 0 to 65535.'],
  ['TOKEN_KEY', 'secret', 'TOKEN_KEY is too short: give 16 characters or more that nobody can guess.'],
])('%s=%s is refused in one sentence', (name, value, sentence) => {
  expect(() => readSettings({ [name]: value })).toThrow(new SettingError(sentence));
});
