// Streams, against a connection in memory.
import { WebSocket } from '@ws4ts/core';
import { pair } from '@ws4ts/core/testing';
import { Observable, of, Subject, throwError } from 'rxjs';
import { Answer } from '../../src/messages/answer.js';
import { jsonCodec, type EnvelopeCodec } from '../../src/messages/envelope-codec.js';
import { Streams } from '../../src/messages/streams.js';

async function streaming(id: number | undefined = 1, codec: EnvelopeCodec = jsonCodec) {
  const { server, client } = await pair(WebSocket);
  const failures: unknown[] = [];
  const read = async (): Promise<unknown> => (await client.receive()).json();
  const failed = (error: unknown): number => failures.push(error);
  return { server, client, failures, failed, read, streams: new Streams(), answer: new Answer(server, codec, 's', id) };
}

const done = { event: 's', id: 1, done: true };
const unwritable: EnvelopeCodec = {
  ...jsonCodec,
  encode: () => {
    throw new TypeError('cannot be written');
  },
};

test('an observable that ends at once leaves nothing behind', async () => {
  const { streams, answer, failed, read, client } = await streaming();
  streams.observe(of('a'), answer, failed);
  expect(streams.size).toBe(0);
  expect([await read(), await read()]).toEqual([{ event: 's', data: 'a', id: 1 }, done]);
  client.terminate();
});

test.each<[string, Observable<unknown>, number]>([
  ['fails', throwError(() => new Error('broken')), 1],
  ['emits what cannot be written', of(1, 2, 3), 1],
])('one that %s has failed once', async (_what, values, times) => {
  const { streams, answer, failed, failures, client } = await streaming(1, unwritable);
  streams.observe(values, answer, failed);
  expect(failures).toHaveLength(times);
  expect(streams.size).toBe(0);
  client.terminate();
});

test('a cancelled one is asked for no more, and has no end', async () => {
  const { streams, answer, failed, failures, client, read, server } = await streaming();
  const values = new Subject();
  streams.observe(values, answer, failed);
  expect(streams.has(1)).toBe(true);
  streams.cancel(1);
  streams.cancel(1);
  values.next(1);
  expect(values.observed).toBe(false);
  server.send('"after"');
  expect(await read()).toBe('after');
  expect(failures).toEqual([]);
  client.terminate();
});

test('those without an id are cancelled with the rest', async () => {
  const { streams, server, failed, client } = await streaming();
  const values = new Subject();
  for (const _ of [1, 2]) streams.observe(values, new Answer(server, jsonCodec, 's', undefined), failed);
  expect(streams.size).toBe(2);
  streams.cancelAll();
  expect([streams.size, values.observed]).toEqual([0, false]);
  client.terminate();
});

test('an iterable that throws has failed, and one that cannot be written is told to end', async () => {
  const ended: string[] = [];
  async function* numbers(): AsyncGenerator<number> {
    try {
      yield 1;
      throw new Error('broken');
    } finally {
      ended.push('ended');
    }
  }
  const { streams, server, answer, failures, read, client } = await streaming();
  await new Promise<void>((resolve) => {
    streams.iterate(numbers(), server, answer, (error) => resolve(void failures.push(error)));
  });
  expect(await read()).toEqual({ event: 's', data: 1, id: 1 });
  await new Promise<void>((resolve) => {
    const bad = new Answer(server, unwritable, 's', 2);
    streams.iterate(numbers(), server, bad, (error) => resolve(void failures.push(error)));
  });
  expect(failures).toEqual([new Error('broken'), new TypeError('cannot be written')]);
  expect(ended).toEqual(['ended', 'ended']);
  client.terminate();
});
