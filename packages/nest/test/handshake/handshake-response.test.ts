import { HandshakeResponse } from '../../src/handshake/handshake-response.js';

let response: HandshakeResponse;
beforeEach(() => {
  response = new HandshakeResponse({});
});

test('json is a refusal with its status and type', () => {
  response.status(409).json({ a: 1 });
  expect(response.toRefusal()).toMatchObject({
    status: 409,
    reason: 'Conflict',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: '{"a":1}',
  });
});

test.each([
  ['a string as it is', 'text', 'text', false],
  ['bytes as they are', Buffer.from('bytes'), Buffer.from('bytes'), false],
  ['nothing', undefined, '', false],
  ['anything else as JSON', [1], '[1]', true],
])('send takes %s', (_what, given, body, isJson) => {
  response.code(400).send(given);
  expect(response.toRefusal().body).toEqual(body);
  expect(response.hasHeader('Content-Type')).toBe(isJson);
});

test('what was said first counts', () => {
  response.status(401).end('first').end('second');
  expect(response.toRefusal()).toMatchObject({ status: 401, body: 'first' });
  expect([response.headersSent, response.sent, response.writableEnded]).toEqual([true, true, true]);
});

test('headers are set one by one, many at a time, and added to', () => {
  response
    .setHeader('X-One', 1)
    .set({ 'x-two': '2' })
    .headers({ 'x-three': ['a', 'b'] })
    .append('x-three', 'c');
  response.append('x-four', 'd').header('x-gone', 'e').removeHeader('X-Gone').writeHead(400, { 'x-five': 'f' });
  expect(response.entries).toEqual([
    ['x-one', '1'],
    ['x-two', '2'],
    ['x-three', ['a', 'b', 'c']],
    ['x-four', ['d']],
    ['x-five', 'f'],
  ]);
  expect(response.get('X-ONE')).toBe('1');
  expect(response.statusCode).toBe(400);
});

test('a type that was set is kept by json', () => {
  response.type('application/problem+json').json({});
  expect(response.getHeader('content-type')).toBe('application/problem+json');
});

test('Fastify finds the raw response in it', () => {
  expect(response.raw).toBe(response);
});
