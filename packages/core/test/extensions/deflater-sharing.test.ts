// Connections take turns with the tables of one level, and notice nothing of each other.
import { describe, expect, it } from '@jest/globals';
import { Inflater } from '../../src/extensions/inflate/inflater.js';
import { deflater, type Settings } from './support/deflating.js';
import { LIMIT } from './support/inflating.js';
import { feedMessage, noise, words } from './support/samples.js';

describe('Deflater: what connections share', () => {
  it('refers to what is older than a long history while nobody comes between, within the window', () => {
    const message = noise(3000);
    const sizeOfSecond = (settings: Settings, between: () => void): number => {
      const shared = deflater({ historySize: 2048, ...settings });
      const inflater = new Inflater({ windowBits: settings.windowBits ?? 15, takeover: true });
      const payloads = [message, words(40), message].map((each, i) => {
        if (i === 2) between();
        return shared.deflate(each);
      });
      expect(payloads.map((payload) => inflater.inflate(payload, LIMIT).length)).toEqual([3000, 40, 3000]);
      expect(shared.memory).toBeLessThanOrEqual(2048);
      return payloads[2]!.length;
    };
    const nobody = (): void => undefined;
    expect(sizeOfSecond({}, nobody)).toBeLessThan(100);
    expect(sizeOfSecond({}, () => deflater().deflate(words(10)))).toBeGreaterThan(1000);
    expect(sizeOfSecond({ level: 7 }, nobody)).toBeGreaterThan(1000);
    expect(sizeOfSecond({ windowBits: 11 }, nobody)).toBeGreaterThan(2900);
  });

  it('finds a match from its middle on where its beginning is in no table', () => {
    // 41 bytes: other places of the history are taken up for the second message than it would take to find each beginning.
    const shared = deflater({ historySize: 4096 });
    const inflater = new Inflater({ windowBits: 15, takeover: true });
    const history = noise(4000);
    expect(inflater.inflate(shared.deflate(history), LIMIT).equals(history)).toBe(true);
    for (let start = 100; start < 103; start++) {
      deflater().deflate(words(10));
      const message = history.subarray(start + 500, start + 541);
      const payload = shared.deflate(message);
      expect(inflater.inflate(payload, LIMIT).equals(message)).toBe(true);
      expect(payload.length).toBeLessThan(8);
    }
  });

  it('gives the same bytes whoever comes between', () => {
    for (const level of [0, 7, 9])
      for (const historySize of [0, 300, 32_768]) {
        const messages = Array.from({ length: 10 }, (_, i) =>
          i === 7 && level === 0 ? words(70_000) : feedMessage(i, 300 + 400 * (i % 5)),
        );
        const alone = deflater({ level, historySize });
        const expected = messages.map((message) => alone.deflate(message));
        const [one, two] = [deflater({ level, historySize }), deflater({ level, historySize })];
        messages.forEach((message, i) => {
          expect(one.deflate(message).equals(expected[i]!)).toBe(true);
          expect(two.deflate(message).equals(expected[i]!)).toBe(true);
          if (i === 4) deflater({ level: 9, historySize: 32_768 }).deflate(feedMessage(0));
        });
      }
  });

  it.each([1, 6])('can be read whoever comes between, and costs hardly more, at level %i', (level) => {
    for (const historySize of [0, 300, 32_768]) {
      const messages = Array.from({ length: 10 }, (_, i) =>
        i === 7 ? words(70_000) : feedMessage(i, 300 + 400 * (i % 5)),
      );
      const alone = deflater({ level, historySize });
      const one = deflater({ level, historySize });
      const inflaters = [0, 1].map(() => new Inflater({ windowBits: 15, takeover: historySize > 0 }));
      let [sizeAlone, sizeBetween] = [0, 0];
      const payloadsAlone = messages.map((message) => alone.deflate(message));
      messages.forEach((message, i) => {
        const between = one.deflate(message);
        deflater({ level: 9, historySize: 32_768 }).deflate(feedMessage(i));
        sizeAlone += payloadsAlone[i]!.length;
        sizeBetween += between.length;
        expect(inflaters[0]!.inflate(payloadsAlone[i]!, LIMIT).equals(message)).toBe(true);
        expect(inflaters[1]!.inflate(between, LIMIT).equals(message)).toBe(true);
      });
      expect(sizeBetween).toBeLessThan(sizeAlone * 1.03);
    }
  });

  it('compresses for itself after release, as a new one does', () => {
    const shared = deflater({ historySize: 4096 });
    const first = shared.deflate(feedMessage(1));
    expect(shared.memory).toBeGreaterThanOrEqual(feedMessage(1).length);
    expect(shared.memory).toBeLessThanOrEqual(4096);
    expect(shared.deflate(feedMessage(1)).length).toBeLessThan(first.length);
    shared.release();
    expect(shared.memory).toBe(0);
    expect(shared.deflate(feedMessage(1)).equals(first)).toBe(true);
  });

  it('gives payloads of their own, and leaves the message as it is', () => {
    const shared = deflater({ historySize: 4096 });
    const message = feedMessage(1);
    const first = shared.deflate(message);
    const copy = Buffer.from(first);
    shared.deflate(feedMessage(2));
    expect(first.equals(copy)).toBe(true);
    expect(message.equals(feedMessage(1))).toBe(true);
    message.fill(0);
    const second = deflater({ historySize: 4096 });
    second.deflate(feedMessage(1));
    second.deflate(feedMessage(2));
    expect(shared.deflate(feedMessage(3)).equals(second.deflate(feedMessage(3)))).toBe(true);
    expect(deflater().deflate(noise(300_000)).buffer.byteLength).toBeLessThan(310_000);
    expect(first.buffer.byteLength).toBeLessThanOrEqual(65_536);
  });
});
