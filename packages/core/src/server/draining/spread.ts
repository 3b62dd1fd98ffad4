// Does something with each of many, in random order and spread over a time.

/** The shortest time between two steps, in milliseconds: how many are done at once follows from it. */
const STEP = 20;

/**
 * Calls for each item, all within `time` milliseconds; at once when that is 0.
 * @returns what ends it: whose turn has not come is left out
 */
export function spread<Item>(items: Iterable<Item>, time: number, call: (item: Item) => void): () => void {
  const left = shuffled(items);
  const steps = Math.max(1, Math.min(left.length, Math.floor(time / STEP)));
  const count = Math.ceil(left.length / steps);
  const step = (): void => {
    for (const item of left.splice(0, count)) call(item);
    if (left.length === 0) clearInterval(timer);
  };
  const timer = setInterval(step, time / steps);
  step();
  return () => clearInterval(timer);
}

/** By Fisher and Yates. */
function shuffled<Item>(items: Iterable<Item>): Item[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
