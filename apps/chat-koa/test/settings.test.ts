import { readSettings, SettingError } from '../src/settings.js';

test('without any variable everything has its default, and the key is another each time', () => {
  const settings = readSettings({ PORT: '', HOST: '', SESSION_KEY: '', HISTORY_FILE: '' });
  const { sessionKey, ...rest } = settings;
  expect(rest).toEqual({ host: '127.0.0.1', port: 9001, isKeyGiven: false, historyFile: undefined });
  expect(sessionKey.length).toBeGreaterThan(40);
  expect(readSettings({}).sessionKey).not.toBe(sessionKey);
});

test('every variable is read', () => {
  const environment = { HOST: '::1', PORT: '0', SESSION_KEY: 'sixteen letters!', HISTORY_FILE: 'history.json' };
  expect(readSettings(environment)).toEqual({
    host: '::1',
    port: 0,
    sessionKey: 'sixteen letters!',
    isKeyGiven: true,
    historyFile: 'history.json',
  });
});

test.each([
  ['PORT', '65536', 'PORT is "65536": give a whole number from 0 to 65535.'],
  ['PORT', 'http', 'PORT is "http": give a whole number from 0 to 65535.'],
  ['SESSION_KEY', 'secret', 'SESSION_KEY is too short: give 16 characters or more that nobody can guess.'],
])('%s=%s is refused in one sentence', (name, value, sentence) => {
  expect(() => readSettings({ [name]: value })).toThrow(new SettingError(sentence));
});
