import { handshakeRequestOf } from '../../src/handshake/handshake-request.js';
import type { IncomingUpgrade } from '@ws4ts/core';

function incoming(url: string | undefined): IncomingUpgrade {
  return {
    method: 'GET',
    ...(url !== undefined && { url }),
    httpVersion: '1.1',
    headers: {},
    rawHeaders: [],
    socket: { remoteAddress: '10.0.0.1' },
  } as IncomingUpgrade;
}

const fastify = { getType: () => 'fastify', getInstance: () => ({}) };

test('with Fastify it has params, query, ip and raw', () => {
  const asked = incoming('/a/b?one=1&two=2&two=3');
  const request = handshakeRequestOf(asked, { name: 'b' }, fastify);
  expect(request).toBe(asked);
  expect(request).toMatchObject({
    params: { name: 'b' },
    ip: '10.0.0.1',
    raw: asked,
    originalUrl: '/a/b?one=1&two=2&two=3',
  });
  expect({ ...request.query }).toEqual({ one: '1', two: ['2', '3'] });
});

test.each(['/a', undefined])('without a query it has none: %p', (url) => {
  expect({ ...handshakeRequestOf(incoming(url), {}, fastify).query }).toEqual({});
});

test('with Express it is a request of the application', () => {
  const request = { greet: () => 'hello' };
  const express = { getType: () => 'express', getInstance: () => ({ request }) };
  const asked = handshakeRequestOf(incoming('/a'), { name: 'b' }, express) as unknown as typeof request;
  expect(asked.greet()).toBe('hello');
  expect(asked).toMatchObject({ params: { name: 'b' } });
});
