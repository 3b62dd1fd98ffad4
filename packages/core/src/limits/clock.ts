// The one timer that all connections share. It counts time coarsely, in ticks, so that whoever notes when something happened reads
// a number and asks no clock; and it visits each connection when that has asked for it: a wheel of lists that run through
// the connections themselves, so a visit to come costs no memory of its own.

/** How long a tick is, in milliseconds. */
export const TICK = 250;

/** A power of two. A visit that is further off than one turn of the wheel is passed over until its turn. */
const SLOTS = 256;
/** Time in which this process did not run, or was too busy to tick, was nobody's silence: no more of it is counted at once. */
const MOST_TICKS_AT_ONCE = 2;
const NOT_WATCHED = -1;

/** The time in ticks since the first connection was watched, for reading only. It stands still while nothing is watched. */
export const clock = { tick: 0 };

const slots = Array.from<Watched | undefined>({ length: SLOTS });
let watched = 0;
let timer: NodeJS.Timeout | undefined;
/** When the last tick was due, by `performance.now()`. */
let tickedAt = 0;

/** Something that is visited when its time has come, and its place in the wheel. */
export abstract class Watched {
  /** @internal The tick of the next visit. */
  dueAt = NOT_WATCHED;
  /** @internal */
  next: Watched | undefined = undefined;
  /** @internal */
  previous: Watched | undefined = undefined;

  /** Its time has come. It is watched no longer, unless it asks for the next visit. */
  abstract visit(): void;

  /** Asks for the next visit, so many ticks from now and at least one; one that was asked for before is called off. */
  protected visitIn(ticks: number): void {
    unlink(this);
    link(this, clock.tick + Math.max(1, Math.ceil(ticks)));
  }

  /** Calls the next visit off. */
  protected visitNoMore(): void {
    unlink(this);
    stopWhenUnused();
  }
}

/** So many ticks are more than a process lives. Small enough for an integer that takes no memory beside its field. */
export const NEVER = 2 ** 30;

/** A time in milliseconds as ticks, at least one; `Infinity` is `NEVER`. */
export function ticksOf(milliseconds: number): number {
  return Math.min(NEVER, Math.max(1, Math.round(milliseconds / TICK)));
}

function link(one: Watched, dueAt: number): void {
  const slot = dueAt % SLOTS;
  const first = slots[slot];
  one.dueAt = dueAt;
  one.next = first;
  if (first !== undefined) first.previous = one;
  slots[slot] = one;
  watched++;
  if (timer !== undefined) return;
  tickedAt = performance.now();
  timer = setInterval(countTicks, TICK).unref();
}

function unlink(one: Watched): void {
  if (one.dueAt === NOT_WATCHED) return;
  if (one.previous !== undefined) one.previous.next = one.next;
  else slots[one.dueAt % SLOTS] = one.next;
  if (one.next !== undefined) one.next.previous = one.previous;
  one.next = one.previous = undefined;
  one.dueAt = NOT_WATCHED;
  watched--;
}

function stopWhenUnused(): void {
  if (watched > 0) return;
  clearInterval(timer);
  timer = undefined;
}

function countTicks(): void {
  const now = performance.now();
  let passed = Math.round((now - tickedAt) / TICK);
  if (passed > MOST_TICKS_AT_ONCE) {
    passed = MOST_TICKS_AT_ONCE;
    tickedAt = now;
  } else tickedAt += passed * TICK;
  for (; passed > 0; passed--) {
    clock.tick++;
    for (const one of dueNow()) {
      // A visit to another may have called this one off, or put it off.
      if (one.dueAt === NOT_WATCHED || one.dueAt > clock.tick) continue;
      unlink(one);
      one.visit();
    }
  }
  stopWhenUnused();
}

/** Those whose time has come. */
function dueNow(): Watched[] {
  const due: Watched[] = [];
  for (let one = slots[clock.tick % SLOTS]; one !== undefined; one = one.next) {
    if (one.dueAt <= clock.tick) due.push(one);
  }
  return due;
}
