import { readSettings, SettingError } from '../src/settings.js';

test('without any variable everything has its default', () => {
  expect(readSettings({})).toEqual({ host: '127.0.0.1', port: 9000, drainJitter: 0, subprotocols: [], options: {} });
});

test('an empty variable is as good as none', () => {
  const names = [
    'PORT',
    'HOST',
    'MAX_MESSAGE_SIZE',
    'HANDSHAKE_TIMEOUT',
    'CLOSE_TIMEOUT',
    'DRAIN_JITTER',
    'SUBPROTOCOLS',
    'ORIGINS',
  ];
  expect(readSettings(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readSettings({}));
});

test('every variable is read', () => {
  const settings = readSettings({
    HOST: '::1',
    PORT: '0',
    MAX_MESSAGE_SIZE: '1000',
    HANDSHAKE_TIMEOUT: '2000',
    CLOSE_TIMEOUT: '3000',
    DRAIN_JITTER: '400',
    ORIGINS: 'https://one.example, https://two.example',
    SUBPROTOCOLS: 'chat.v2 ,chat.v1,',
  });
  expect(settings).toEqual({
    host: '::1',
    port: 0,
    drainJitter: 400,
    subprotocols: ['chat.v2', 'chat.v1'],
    options: {
      maxMessageSize: 1000,
      handshakeTimeout: 2000,
      closeTimeout: 3000,
      origins: ['https://one.example', 'https://two.example'],
    },
  });
});

test('ORIGINS=any lets all pages in, ORIGINS=same those of this host', () => {
  expect(readSettings({ ORIGINS: 'any' }).options.origins).toBe('any');
  expect(readSettings({ ORIGINS: 'same' }).options.origins).toBe('same');
});

test.each([
  ['PORT', '65536', 'PORT is "65536": give a whole number from 0 to 65535.'],
  ['PORT', 'http', 'PORT is "http": give a whole number from 0 to 65535.'],
  ['PORT', '-1', 'PORT is "-1": give a whole number from 0 to 65535.'],
  ['PORT', '80.5', 'PORT is "80.5": give a whole number from 0 to 65535.'],
  ['MAX_MESSAGE_SIZE', '0', 'MAX_MESSAGE_SIZE is "0": give a whole number from 1 to 1073741824.'],
  ['HANDSHAKE_TIMEOUT', '10s', 'HANDSHAKE_TIMEOUT is "10s": give a whole number from 1 to 2147483647.'],
  ['CLOSE_TIMEOUT', '0', 'CLOSE_TIMEOUT is "0": give a whole number from 1 to 2147483647.'],
  [
    'ORIGINS',
    'https://one.example,two.example',
    `ORIGINS has "two.example": give any, same, or pages' origins such as https://example.org, with commas between.`,
  ],
  ['SUBPROTOCOLS', 'chat v1', 'SUBPROTOCOLS has "chat v1": give names without spaces, with commas between.'],
])('%s=%s is refused in one sentence', (name, value, sentence) => {
  expect(() => readSettings({ [name]: value })).toThrow(new SettingError(sentence));
});

test('COMPRESSION is on, or off, and nothing else', () => {
  expect(readSettings({ COMPRESSION: '1' }).options).toEqual({ compression: true });
  expect(readSettings({ COMPRESSION: '0' }).options).toEqual({});
  expect(() => readSettings({ COMPRESSION: 'yes' })).toThrow(SettingError);
  expect(() => readSettings({ COMPRESSION: 'yes' })).toThrow('COMPRESSION is "yes": give 1 to turn it on, or 0.');
});
