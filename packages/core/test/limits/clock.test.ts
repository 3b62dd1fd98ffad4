import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { clock, NEVER, TICK, ticksOf, Watched } from '../../src/limits/clock.js';

/** Notes the ticks at which it is visited, and does then what a test wants. */
class Visited extends Watched {
  readonly visits: number[] = [];
  private readonly from = clock.tick;

  constructor(private readonly act: (self: Visited) => void = () => undefined) {
    super();
    all.push(this);
  }

  override visit(): void {
    this.visits.push(clock.tick - this.from);
    this.act(this);
  }

  in(ticks: number): this {
    this.visitIn(ticks);
    return this;
  }

  off(): void {
    this.visitNoMore();
  }
}

let all: Visited[] = [];

function pass(ticks: number): void {
  jest.advanceTimersByTime(ticks * TICK);
}

beforeEach(() => void jest.useFakeTimers());

afterEach(() => {
  for (const one of all) one.off();
  all = [];
  const left = jest.getTimerCount();
  jest.useRealTimers();
  if (left > 0) throw new Error(`${left} timers are left`);
});

describe('a visit', () => {
  it.each([1, 2, 255, 256, 257, 1000])('in %d ticks comes then, and once', (ticks) => {
    const one = new Visited().in(ticks);
    new Visited((self) => self.in(1)).in(1);
    pass(ticks - 1);
    expect(one.visits).toEqual([]);
    pass(1);
    expect(one.visits).toEqual([ticks]);
    pass(600);
    expect(one.visits).toEqual([ticks]);
  });

  it.each([
    [0, 1],
    [-5, 1],
    [0.2, 1],
    [1.2, 2],
  ])('in %d ticks comes after %d', (asked, comes) => {
    const one = new Visited().in(asked);
    pass(5);
    expect(one.visits).toEqual([comes]);
  });

  it('can ask for the next', () => {
    const one = new Visited((self) => self.in(3)).in(2);
    pass(12);
    expect(one.visits).toEqual([2, 5, 8, 11]);
  });

  it('takes the place of the one that was asked for before', () => {
    const one = new Visited().in(2).in(4);
    pass(3);
    expect(one.visits).toEqual([]);
    pass(300);
    expect(one.visits).toEqual([4]);
  });

  it('that is called off does not come', () => {
    const one = new Visited().in(2);
    one.off();
    one.off();
    pass(300);
    expect(one.visits).toEqual([]);
  });

  it.each([0, 1, 2])('to one of three that share a tick is called off alone: number %d', (which) => {
    const three = [new Visited().in(3), new Visited().in(3), new Visited().in(3)];
    three[which]!.off();
    pass(3);
    expect(three.map(({ visits }) => visits.length)).toEqual([0, 1, 2].map((i) => (i === which ? 0 : 1)));
  });

  it('may call off, or put off, the others of its tick', () => {
    let second: Visited | undefined;
    const act = (self: Visited): void => {
      for (const one of [first, second!]) if (one !== self) one.off();
    };
    const first = new Visited(act).in(2);
    second = new Visited(act).in(2);
    pass(300);
    expect(first.visits.length + second.visits.length).toBe(1);

    let fourth: Visited | undefined;
    const delay = (self: Visited): void => {
      for (const one of [third, fourth!]) if (one !== self && one.visits.length === 0) one.in(5);
    };
    const third = new Visited(delay).in(2);
    fourth = new Visited(delay).in(2);
    pass(20);
    expect([...third.visits, ...fourth.visits].toSorted((one, other) => one - other)).toEqual([2, 7]);
  });

  it('comes to each of many, whenever it is due', () => {
    const many = Array.from({ length: 2000 }, (_, i) => new Visited().in(1 + (i % 700)));
    pass(700);
    expect(many.every(({ visits }, i) => visits.length === 1 && visits[0] === 1 + (i % 700))).toBe(true);
  });
});

describe('the timer', () => {
  it('is one for all, and none when nothing is watched', () => {
    const [one, two] = [new Visited().in(9), new Visited().in(9)];
    expect(jest.getTimerCount()).toBe(1);
    one.off();
    expect(jest.getTimerCount()).toBe(1);
    two.off();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is gone after the last visit, and the clock stands still', () => {
    new Visited().in(1);
    pass(1);
    const { tick } = clock;
    expect(jest.getTimerCount()).toBe(0);
    pass(10);
    expect(clock.tick).toBe(tick);
  });

  it('does not keep the process alive', () => {
    const set = jest.spyOn(globalThis, 'setInterval');
    new Visited().in(1);
    expect(set.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([false]);
    set.mockRestore();
  });

  it('counts no more than two ticks for a time in which the process did not run', () => {
    const one = new Visited().in(4);
    const real = performance.now();
    const now = jest.spyOn(performance, 'now').mockReturnValue(real + 60_000);
    pass(1);
    expect(one.visits).toEqual([]);
    now.mockReturnValue(real + 60_000 + TICK);
    pass(1);
    expect(one.visits).toEqual([]);
    now.mockReturnValue(real + 60_000 + 2 * TICK);
    pass(1);
    expect(one.visits).toEqual([4]);
    now.mockRestore();
  });

  it('makes up for what it was late by, and does not run fast after it', () => {
    const one = new Visited((self) => self.in(1)).in(1);
    const real = performance.now();
    const now = jest.spyOn(performance, 'now');
    for (const at of [1.4, 2.4, 3.6, 4.6, 5]) {
      now.mockReturnValue(real + at * TICK);
      pass(1);
    }
    expect(one.visits).toEqual([1, 2, 3, 4, 5]);
    now.mockRestore();
  });
});

describe('a time in milliseconds', () => {
  it.each([
    [1, 1],
    [TICK, 1],
    [30_000, 30_000 / TICK],
    [2 ** 31 - 1, Math.round((2 ** 31 - 1) / TICK)],
    [Infinity, NEVER],
  ])('%d is so many ticks: %d', (milliseconds, ticks) => {
    expect(ticksOf(milliseconds)).toBe(ticks);
  });
});
