import { createServer, IncomingMessage, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { HandshakeError } from '@ws4ts/core';
import { answerPlain, refusalOfPlain } from '../src/plain-request.js';
import { listen, stop } from './support/serve.js';

const GOOD = {
  host: 'localhost',
  upgrade: 'websocket',
  connection: 'Upgrade',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version': '13',
};

function request(headers: Record<string, string>): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  message.httpVersion = '1.1';
  return Object.assign(message, { method: 'GET', url: '/echo', headers, rawHeaders: Object.entries(headers).flat() });
}

test('a request that lacks nothing, but that Node took for no upgrade, is malformed', () => {
  expect(refusalOfPlain(request(GOOD))).toMatchObject({ status: 400, code: 'WS_CONNECTION' });
});

test('a request that lacks something is told what', () => {
  expect(refusalOfPlain(request({ host: 'localhost' }))).toMatchObject({ status: 426, code: 'WS_UPGRADE' });
  expect(refusalOfPlain(request({ ...GOOD, 'sec-websocket-version': '7' }))).toMatchObject({ code: 'WS_VERSION' });
});

describe('the answer', () => {
  async function answer(refusal?: HandshakeError): Promise<Response> {
    const server = createServer((incoming, response: ServerResponse) => answerPlain(incoming, response, refusal));
    try {
      const response = await fetch((await listen(server)).replace('ws', 'http'));
      // Read before the server is stopped.
      return new Response(await response.text(), response);
    } finally {
      await stop(server);
    }
  }

  test('says what is lacking, and ends the connection', async () => {
    const response = await answer();
    expect(response.status).toBe(426);
    expect(response.headers.get('connection')).toBe('Upgrade, close');
    expect(response.headers.get('upgrade')).toBe('websocket');
    expect(await response.text()).toContain('the Upgrade header must ask for websocket');
  });

  test('has the headers and the body of the refusal', async () => {
    const headers = { 'content-type': 'application/json', 'x-why': 'because' };
    const response = await answer(new HandshakeError(418, 'a teapot', { headers, body: '{}' }));
    expect(response.status).toBe(418);
    expect(response.headers.get('connection')).toBe('close');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-why')).toBe('because');
    expect(await response.text()).toBe('{}');
  });
});
