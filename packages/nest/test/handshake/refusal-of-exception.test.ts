import { BadRequestException, HttpException } from '@nestjs/common';
import { WsException } from '@nestjs/websockets';
import { HandshakeError } from '@ws4ts/core';
import { refusalOfException } from '../../src/handshake/refusal-of-exception.js';
import { HandshakeResponse } from '../../src/handshake/handshake-response.js';

test.each([
  ['an HttpException', new BadRequestException('bad'), 400, { message: 'bad', error: 'Bad Request', statusCode: 400 }],
  ['one with a string', new HttpException('gone', 410), 410, { statusCode: 410, message: 'gone' }],
  ['one with an object', new HttpException({ mine: 1 }, 402), 402, { mine: 1 }],
  ['a WsException', new WsException('not now'), 403, { statusCode: 403, message: 'not now' }],
  ['a WsException with an object', new WsException({ reason: 'busy' }), 403, { reason: 'busy' }],
])('%s is a refusal with its body in JSON', (_what, exception, status, body) => {
  const response = new HandshakeResponse({}).header({ 'retry-after': '5', 'content-type': 'text/html' });
  const refusal = refusalOfException(exception, response);
  expect(refusal).toBeInstanceOf(HandshakeError);
  expect(refusal).toMatchObject({
    status,
    body: JSON.stringify(body),
    headers: { 'retry-after': '5', 'content-type': 'application/json; charset=utf-8' },
  });
});

test('any other error is left as it is', () => {
  const error = new Error('swordfish');
  expect(refusalOfException(error, new HandshakeResponse({}))).toBe(error);
});
