import { WebSocket } from '@ws4ts/core';
import { pair } from '@ws4ts/core/testing';
import { Answer } from '../../src/messages/answer.js';
import { jsonCodec } from '../../src/messages/envelope-codec.js';

async function answering(id?: number) {
  const { server, client } = await pair(WebSocket);
  const read = async (): Promise<unknown> => (await client.receive()).json();
  return { server, client, read, answer: new Answer(server, jsonCodec, 'say', id) };
}

test('many values and their end', async () => {
  const { answer, client, read } = await answering(1);
  answer.item('a');
  answer.item({ event: 'other', data: 'b' });
  answer.done();
  expect([await read(), await read(), await read()]).toEqual([
    { event: 'say', data: 'a', id: 1 },
    { event: 'other', data: 'b', id: 1 },
    { event: 'say', id: 1, done: true },
  ]);
  client.terminate();
});

test('without an id there is no end, and nothing for nothing', async () => {
  const { answer, client, read } = await answering();
  answer.done();
  answer.value(undefined);
  answer.value(null);
  expect(await read()).toEqual({ event: 'say', data: null });
  client.terminate();
});

test('what is an event needs a name and data', async () => {
  const { answer, client, read } = await answering();
  for (const value of [{ event: 'a' }, { event: 1, data: 2 }, [1]]) {
    answer.value(value);
    expect(await read()).toEqual({ event: 'say', data: value });
  }
  client.terminate();
});

test('who has gone is told nothing', async () => {
  const { answer, server, client } = await answering(1);
  server.close();
  await client.whenClosed;
  expect(answer.isWanted).toBe(false);
  expect(() => answer.value(1)).not.toThrow();
});
