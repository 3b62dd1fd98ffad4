import Koa from 'koa';
import { HandshakeError } from '@ws4ts/core';
import { answerOn } from '../src/answer-on.js';
import { KoaStage, pageOf } from './support/stage.js';

const stage = new KoaStage();

afterEach(() => stage.clear());

async function ask(refusal: HandshakeError): Promise<Response> {
  const app = new Koa();
  app.use((context) => {
    context.append('set-cookie', 'first=1');
    context.set('vary', 'origin');
    answerOn(context, refusal);
  });
  return fetch(pageOf(await stage.serve(app)));
}

test('status, reason and the cookies that were there', async () => {
  const response = await ask(new HandshakeError(403, '<b>no</b>', { headers: { 'Set-Cookie': ['second=2'] } }));
  expect(response.status).toBe(403);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.getSetCookie()).toEqual(['first=1', 'second=2']);
  expect(response.headers.get('vary')).toBe('origin');
  expect(response.headers.get('connection')).toBe('close');
  expect(await response.text()).toBe('<b>no</b>');
});

test('bytes and a type of its own', async () => {
  const options = { headers: { 'Content-Type': 'image/gif' }, body: new Uint8Array([71, 73, 70]) };
  const response = await ask(new HandshakeError(402, 'pay', options));
  expect(response.headers.get('content-type')).toBe('image/gif');
  expect(await response.text()).toBe('GIF');
});

test('a protocol to upgrade to is named in Connection too', async () => {
  const response = await ask(new HandshakeError(426, 'upgrade', { headers: { upgrade: 'websocket' } }));
  expect(response.headers.get('connection')).toBe('Upgrade, close');
});
