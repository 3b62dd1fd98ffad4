// JSON messages such as an application sends all day: about 1 KiB each, all alike, none the same.

const people = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Edsger Dijkstra', 'Barbara Liskov', 'Donald Knuth'];
const cities = ['Amsterdam', 'Berlin', 'Chicago', 'Dublin', 'Edinburgh', 'Florence', 'Geneva', 'Helsinki'];
const titles = ['desk lamp', 'paper clips', 'fountain pen', 'office chair', 'whiteboard', 'coffee beans', 'notebook'];
const words = 'please leave the parcel with a neighbour or ring twice and wait since our bell is not very loud'.split(
  ' ',
);

/** The same messages every time. */
export function buildMessages(count: number): Buffer[] {
  const random = numbers(0x2545f491);
  return Array.from({ length: count }, (_, index) => Buffer.from(JSON.stringify(order(index, random))));
}

function order(index: number, random: (below: number) => number): object {
  const pick = (list: readonly string[]): string => list[random(list.length)]!;
  const item = (): object => ({
    sku: random(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
    title: pick(titles),
    quantity: 1 + random(9),
    price: random(20_000) / 100,
    inStock: random(4) > 0,
  });
  return {
    type: 'order.updated',
    id: 481_000 + index * 7 + random(7),
    at: new Date(1_760_000_000_000 + index * 60_000 + random(60_000)).toISOString(),
    customer: { id: random(90_000), name: pick(people), city: pick(cities), newsletter: random(2) > 0 },
    items: Array.from({ length: 8 }, item),
    total: random(1_000_000) / 100,
    note: Array.from({ length: 16 }, () => pick(words)).join(' '),
  };
}

/** Whole numbers below a bound, by chance but the same on each run (xorshift32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}
