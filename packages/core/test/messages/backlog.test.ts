import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Backlog, weightOf } from '../../src/messages/backlog.js';
import { SharedMessage } from '../../src/messages/shared-message.js';

const message = (text: string, key?: string): SharedMessage =>
  new SharedMessage(text, key === undefined ? {} : { key });

function rest(backlog: Backlog): unknown[] {
  const entries: unknown[] = [];
  for (let entry = backlog.shift(); entry !== undefined; entry = backlog.shift()) {
    entries.push(entry instanceof SharedMessage ? entry.data : entry);
  }
  return entries;
}

/** What taking one entry off tells: its text, or whether one was dropped. */
function taken(how: 'shift' | 'drop', backlog: Backlog): unknown {
  return how === 'drop' ? backlog.dropOldest() : (backlog.shift() as SharedMessage | undefined)?.data;
}

describe('a backlog', () => {
  it('gives out what was put in, in order, and counts it', () => {
    const backlog = new Backlog();
    const job = (): void => undefined;
    expect([backlog.length, backlog.bytes, backlog.weight, backlog.shift()]).toEqual([0, 0, 0, undefined]);
    backlog.push(message('abc'));
    backlog.push(job);
    backlog.push(message('é'));
    expect([backlog.length, backlog.bytes]).toEqual([3, 5]);
    expect(backlog.weight).toBeGreaterThan(backlog.bytes);
    expect(rest(backlog)).toEqual(['abc', job, 'é']);
    expect([backlog.length, backlog.bytes, backlog.weight]).toEqual([0, 0, 0]);
  });

  it('counts empty messages too, or so many of them would be free', () => {
    const backlog = new Backlog();
    backlog.push(message(''));
    expect(backlog.weight).toBe(weightOf(message('')));
    expect(backlog.weight).toBeGreaterThan(0);
  });

  it('puts the newest message of a key in the place of the one that waits', () => {
    const backlog = new Backlog();
    expect(backlog.replace(message('a1', 'a'))).toBe(false);
    backlog.push(message('a1', 'a'));
    backlog.push(message('b1', 'b'));
    expect([backlog.replace(message('a22', 'a')), backlog.bytes]).toEqual([true, 5]);
    expect([backlog.replace(message('keyless')), backlog.replace(message('c', 'c'))]).toEqual([false, false]);
    expect((backlog.shift() as SharedMessage).data).toBe('a22');
    expect(backlog.replace(message('a3', 'a'))).toBe(false);
    expect(backlog.replace(message('b2', 'b'))).toBe(true);
    expect(rest(backlog)).toEqual(['b2']);
  });

  it('drops the oldest message, and no job', () => {
    const backlog = new Backlog();
    const jobs = [(): void => undefined, (): void => undefined];
    expect(backlog.dropOldest()).toBe(false);
    for (const job of jobs) backlog.push(job);
    backlog.push(message('a'));
    backlog.push(message('b'));
    expect([backlog.dropOldest(), backlog.length, backlog.bytes]).toEqual([true, 3, 1]);
    expect(rest(backlog)).toEqual([...jobs, 'b']);
    backlog.push(jobs[0]!);
    backlog.push(message('a'));
    backlog.push(message('b'));
    backlog.dropMessages();
    expect([backlog.bytes, rest(backlog)]).toEqual([0, [jobs[0]]]);
  });

  it('behaves as a plain list would, however it is used and however long it gets', () => {
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ do: fc.constant('put' as const), key: fc.constantFrom('a', 'b', undefined) }),
      },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('shift' as const) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.constantFrom(0, 1100, 3000), (steps, before) => {
        const backlog = new Backlog();
        const plain: { text: string; key: string | undefined }[] = [];
        const put = (text: string, key: string | undefined): void => {
          const same = key === undefined ? undefined : plain.find((one) => one.key === key);
          if (same !== undefined) same.text = text;
          else plain.push({ text, key });
          if (!backlog.replace(message(text, key))) backlog.push(message(text, key));
        };
        for (let i = 0; i < before; i++) put(`before ${i}`, undefined);
        for (let i = 0; i < before - 50; i++) expect((backlog.shift() as SharedMessage).data).toBe(plain.shift()!.text);
        steps.forEach((one, i) => {
          if (one.do === 'put') put(String(i), one.key);
          const [got, due] = one.do === 'put' ? [undefined, undefined] : [taken(one.do, backlog), plain.shift()?.text];
          expect([got, backlog.length]).toEqual([one.do === 'drop' ? due !== undefined : due, plain.length]);
        });
        expect(backlog.bytes).toBe(plain.reduce((sum, { text }) => sum + text.length, 0));
        expect(rest(backlog)).toEqual(plain.map(({ text }) => text));
      }),
      { numRuns: 50 },
    );
  });
});
