import { HandshakeError } from '@ws4ts/core';
import { explainClose, explainRefusal } from '../../src/relay/explain.js';

test.each([
  [1000, 'the work is done'],
  [1006, 'without a close frame'],
  [3500, 'a library'],
  [4321, "the application's own"],
  [1042, 'does not know'],
])('the code %d: %s', (code, words) => {
  expect(explainClose(code)).toContain(words);
});

test('an answer is told with its status, headers and body', () => {
  const error = new HandshakeError(403, 'the server refused: Forbidden', { code: 'WS_RESPONSE', body: 'no' });
  const head = 'HTTP/1.1 403 Not You\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n';
  expect(explainRefusal(error, head)).toEqual({
    explanation: 'the server refused with 403: you may not connect: perhaps not from this origin',
    code: 'WS_RESPONSE',
    status: 403,
    statusText: 'Not You',
    headers: [
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ],
    body: 'no',
  });
});

test('a status that is not known is told by the error, and so is a bad answer', () => {
  const odd = new HandshakeError(418, 'the server refused: Teapot');
  expect(explainRefusal(odd).explanation).toBe('418 the server refused: Teapot');
  const bad = HandshakeError.for('WS_RESPONSE', 'a wrong key');
  const { explanation, status } = explainRefusal(bad, 'HTTP/1.1 101 Switching Protocols\r\n');
  expect(explanation).toContain('did not answer as the handshake demands');
  expect(status).toBe(101);
});

test.each(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'])('%s means that there is no TLS', (code) => {
  const error = Object.assign(new Error('write EPROTO 40C7:error:0A00010B:SSL routines'), { code });
  expect(explainRefusal(error).explanation).toBe('it does not speak TLS: try ws:');
});

test('the network is put in plain words, of several attempts the first', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(explainRefusal(new AggregateError([refused]))).toEqual({
    explanation: 'nothing listens there',
    code: 'ECONNREFUSED',
  });
  expect(explainRefusal(new Error('something else'))).toEqual({ explanation: 'something else' });
});
