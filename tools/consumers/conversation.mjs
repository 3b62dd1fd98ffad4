// What every application must answer, asked by the client of `ws`, which knows nothing of the packages.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';

const PATIENCE = 20_000;

/** Talks with a running application, stops it, and returns what has been shown. */
export async function converse(application) {
  await isRefused(application.url);
  const member = await open(`${application.url}/chat/lobby`, { authorization: 'Bearer sesame' });
  await isEchoed(member);
  await isAnswered(member, { present: 1, times: 1 });
  const other = await open(`${application.url}/chat/lobby`, { authorization: 'Bearer sesame' });
  await isAnswered(other, { present: 2, times: 1 });
  await isAnswered(member, { present: 2, times: 2 });
  const guest = await open(`${application.url}/gateway`);
  await isServedByGateway(guest);
  const goodbyes = [member, other, guest].map((client) => next(client, 'close'));
  const end = await application.stop();
  for (const [code] of await Promise.all(goodbyes)) assert.equal(code, 1001);
  assert.deepEqual(end, { code: null, signal: 'SIGTERM', errors: '' });
  return ['401', 'raw echo', 'envelopes', 'validation', 'an instance a connection', 'gateway', 'shutdown with 1001'];
}

async function isRefused(url) {
  const client = new WebSocket(`${url}/chat/lobby`);
  const [request, response] = await next(client, 'unexpected-response');
  assert.equal(response.statusCode, 401);
  request.destroy();
}

async function isEchoed(client) {
  const bytes = Buffer.from([0, 255, 7]);
  assert.deepEqual(await ask(client, bytes), { data: bytes, isBinary: true });
}

/** `times` counts in a field: a client who shared an instance with another would see the other's. */
async function isAnswered(client, counts) {
  const data = { text: 'hello, Ann', room: 'lobby', ...counts, validated: true };
  const greeted = await askJson(client, { event: 'greet', data: { name: 'Ann' }, id: 1 });
  assert.deepEqual(greeted, { event: 'greet', data, id: 1, done: true });
  const rejected = await askJson(client, { event: 'greet', data: { name: 5 }, id: 2 });
  assert.deepEqual([rejected.event, rejected.data.code, rejected.id], ['exception', 'WS_REJECTED', 2]);
}

async function isServedByGateway(client) {
  assert.deepEqual(await askJson(client, { event: 'greet', data: 'Ben' }), { event: 'greeted', data: 'hello, Ben' });
}

/** Opens a client; what a gateway says first is read here, because it may come with the 101. */
async function open(url, headers) {
  const client = new WebSocket(url, { headers });
  const welcome = url.endsWith('/gateway') ? next(client, 'message') : undefined;
  await next(client, 'open');
  if (welcome) assert.deepEqual(JSON.parse(String((await welcome)[0])), { event: 'welcome', data: 1 });
  return client;
}

async function ask(client, message) {
  client.send(message);
  const [data, isBinary] = await next(client, 'message');
  return { data, isBinary };
}

async function askJson(client, message) {
  return JSON.parse(String((await ask(client, JSON.stringify(message))).data));
}

function next(client, event) {
  return once(client, event, { signal: AbortSignal.timeout(PATIENCE) });
}
