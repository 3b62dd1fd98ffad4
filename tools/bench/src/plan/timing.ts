// Divides the time a whole run may take among its measurements.

export interface Timing {
  /** Milliseconds before the clock runs, and while it does. */
  warmUp: number;
  duration: number;
}

/** Milliseconds that a measurement takes beside its warm-up and duration: processes start, connections open and close. */
const overhead = 350;
const shortest = 200;
const longest = 1000;
/** What workloads of memory take beyond their share, some seconds a round, comes on top. */
const budgets = { quick: 45_000, full: 70_000, all: 300_000 };

export interface Wish {
  quick: boolean;
  all: boolean;
  rounds: number;
  warmUp: number | undefined;
  duration: number | undefined;
}

/** What is done in each round. */
export interface Round {
  measurements: number;
  /** Some measurements take several. */
  warmUps: number;
}

/** The budget is per round: more rounds take more time, more workloads and servers make each measurement shorter. */
export function planTiming(round: Round, wish: Wish): Timing {
  const warmUp = wish.warmUp ?? (wish.quick ? 300 : 500);
  const left = budgets[wish.quick ? 'quick' : wish.all ? 'all' : 'full'] - round.warmUps * warmUp;
  const share = left / round.measurements - overhead;
  return { warmUp, duration: wish.duration ?? Math.round(Math.min(longest, Math.max(shortest, share))) };
}
