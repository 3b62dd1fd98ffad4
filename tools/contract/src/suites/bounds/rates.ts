// How much a peer may send in a time.
import { journal } from '../../fixtures.js';
import type { Stage } from '../../stage.js';
import { clientFrame, Opcode, type Frame } from '../../wire/frames.js';
import type { RawClient } from '../../wire/raw-client.js';
import { readPastPings } from './past-pings.js';

/** Reads frames up to a pong, that one left out. */
async function readToPong(client: RawClient): Promise<Frame[]> {
  const frames: Frame[] = [];
  for (let frame = await client.readFrame(); frame.opcode !== Opcode.pong; frame = await client.readFrame()) {
    frames.push(frame);
  }
  return frames;
}

async function readUpTo(client: RawClient, payload: string): Promise<void> {
  while ((await client.readFrame()).payload.toString() !== payload);
}

const many = (opcode: number, count: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, i) => clientFrame(opcode, String(i))));

export function rates(stage: Stage): void {
  describe('a client that sends too much', () => {
    test('is read more slowly: nothing is lost', async () => {
      const client = await stage.open(await stage.serve({ maxMessagesPerSecond: 50, rateBurst: 1 }));
      const before = performance.now();
      client.write(many(Opcode.text, 70));
      for (let i = 0; i < 70; i++) expect(await client.read()).toBe(String(i));
      expect(performance.now() - before).toBeGreaterThan(300);
    });

    test('is read more slowly for its bytes as well', async () => {
      const client = await stage.open(await stage.serve({ maxBytesPerSecond: 10_000, rateBurst: 1 }));
      const before = performance.now();
      client.sendBinary(Buffer.alloc(10_000, 1));
      client.sendBinary(Buffer.alloc(3_000, 2));
      client.sendText('last');
      for (const size of [10_000, 3_000, 4]) expect((await client.read()).length).toBe(size);
      client.write(clientFrame(Opcode.ping));
      expect(await readToPong(client)).toEqual([]);
      expect(performance.now() - before).toBeGreaterThan(250);
    });

    test('loses what is too much, where that is dropped', async () => {
      const limit = { maxMessagesPerSecond: 10, rateBurst: 2, overRate: 'drop' } as const;
      const client = await stage.open(await stage.serve(limit));
      client.write(Buffer.concat([many(Opcode.text, 1_000), clientFrame(Opcode.ping)]));
      const echoed = await readToPong(client);
      expect(echoed.length).toBeGreaterThanOrEqual(20);
      expect(echoed.length).toBeLessThan(100);
      expect(stage.log.takeWarnings()).toEqual([expect.stringContaining('dropping messages')]);
    });

    test('is closed with 1008, where that is wished', async () => {
      const limit = { maxMessagesPerSecond: 1, overRate: 'close' } as const;
      const client = await stage.open(await stage.serve(limit), '/recorded');
      client.write(many(Opcode.text, 100));
      const { opcode, payload } = await readPastPings(client);
      expect([opcode, payload.readUInt16BE(0)]).toEqual([Opcode.close, 1008]);
      expect(journal.count(/^1 received/)).toBeLessThan(10);
    });

    test('survives 10,000 pings at once, and the last is answered', async () => {
      const client = await stage.open(await stage.serve());
      client.write(many(Opcode.ping, 10_000));
      await readUpTo(client, '9999');
      client.sendText('still there?');
      expect(await client.read()).toBe('still there?');
    });

    test('survives more pings than it may send: they are answered later', async () => {
      const client = await stage.open(await stage.serve({ maxControlFramesPerSecond: 50 }));
      const before = performance.now();
      client.write(many(Opcode.ping, 520));
      await readUpTo(client, '519');
      expect(performance.now() - before).toBeGreaterThan(300);
    });
  });
}
