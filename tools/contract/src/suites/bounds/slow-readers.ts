// Clients that do not read what they are sent: what waits for them is bounded, by each policy, and nobody else is harmed.
import { FLOOD, POLICIES } from '../../crowd-fixtures.js';
import { gates, journal } from '../../fixtures.js';
import type { Stage } from '../../stage.js';
import type { RawClient } from '../../wire/raw-client.js';

/** 64 MiB, which is more than the system's buffers and the bound together. */
const COUNT = 1024;

/** The numbers of the next messages. */
async function readNumbers(client: RawClient, isLast: (number: number, place: number) => boolean): Promise<number[]> {
  const numbers: number[] = [];
  while (numbers.length === 0 || !isLast(numbers.at(-1)!, numbers.length - 1)) {
    const message = await client.read();
    if (typeof message === 'string' || message.length !== FLOOD.size) throw new Error('a message was changed');
    numbers.push(message.readUInt32BE());
  }
  return numbers;
}

const isAscending = (numbers: readonly number[]): boolean =>
  numbers.every((one, i) => i === 0 || one > numbers[i - 1]!);

export function slowReaders(stage: Stage): void {
  test.each(POLICIES.flatMap((policy) => ['send', 'broadcast'].map((how) => [policy, how] as const)))(
    'the bound holds for %s, by %s',
    async (policy, how) => {
      const door = await stage.serve();
      const client = await stage.open(door, `/flooded/${policy}`);
      const other = await stage.open(door);
      client.pause();
      client.sendText(`${how} ${COUNT}`);
      await journal.until('flooded');
      const factor = policy === 'wait' ? 2 : 1;
      expect(journal.most).toBeGreaterThan(FLOOD.size);
      expect(journal.most).toBeLessThan(FLOOD.bound * factor + 2 * FLOOD.size);
      other.sendText('still there?');
      expect(await other.read()).toBe('still there?');
      client.destroy();
      await journal.until(/^flood closed/);
    },
  );

  test.each(['close', 'wait'])('one that never reads is gone after closeTimeout by %s', async (policy) => {
    const client = await stage.open(await stage.serve(), `/flooded/${policy}`);
    client.pause();
    client.sendText(`send ${COUNT}`);
    await journal.until('flood closed 1006');
    expect(stage.log.takeWarnings()).toEqual([
      expect.stringContaining('1013'),
      expect.stringContaining('closeTimeout'),
    ]);
  });

  test('who reads too late gets 1013, behind what was on its way', async () => {
    const client = await stage.open(await stage.serve(), '/flooded/close');
    client.sendText(`send ${COUNT}`);
    await journal.until('flooded');
    const codes: number[] = [];
    while (codes.length === 0) {
      const { opcode, payload } = await client.readFrame();
      if (opcode === 8) codes.push(payload.readUInt16BE());
    }
    expect(codes).toEqual([1013]);
  });

  test.each([
    ['drop-new', 0],
    ['drop-old', COUNT - 1],
  ])('%s keeps the order and loses no connection', async (policy, kept) => {
    const client = await stage.open(await stage.serve(), `/flooded/${policy}`);
    client.pause();
    client.sendText(`broadcast ${COUNT}`);
    await journal.until('flooded');
    client.resume();
    await journal.until('drained');
    client.sendText('send 1');
    const numbers = (await readNumbers(client, (number, place) => number === 0 && place > 0)).slice(0, -1);
    expect(numbers).toContain(kept);
    expect(numbers.length).toBeLessThan(COUNT);
    expect(isAscending(numbers)).toBe(true);
    expect(journal.count('missed') > 0).toBe(policy === 'drop-new');
  });

  test('conflate sends the newest of each key, and drained is told', async () => {
    const client = await stage.open(await stage.serve(), '/flooded/conflate');
    client.pause();
    client.sendText(`send ${COUNT}`);
    await journal.until('flooded');
    client.resume();
    const last = [COUNT - 2, COUNT - 1];
    const numbers = await readNumbers(client, (number) => number >= COUNT - 2);
    numbers.push(...(await readNumbers(client, (number) => number >= COUNT - 2)));
    expect(numbers.slice(-2).sort((a, b) => a - b)).toEqual(last);
    expect(numbers.length).toBeLessThan(COUNT);
    await journal.until('drained');
  });

  test('one that has ended its side and does not read is cut off', async () => {
    const client = await stage.open(await stage.serve(), '/flooded/drop-new');
    client.pause();
    client.sendText(`send ${COUNT}`);
    await journal.until('flooded');
    client.socket.end();
    await journal.until('flood closed 1006');
  });

  test('hooks run side by side where concurrency says so, and no more of them', async () => {
    const client = await stage.open(await stage.serve(), '/parallel');
    for (const text of ['1', '2', '3', '4']) client.sendText(text);
    await journal.until(/^began/, 3);
    gates.open('2');
    expect(await client.read()).toBe('2');
    await journal.until('began 4');
    expect(journal.lines).toEqual(['began 1', 'began 2', 'began 3', 'began 4']);
    for (const text of ['4', '3', '1']) {
      gates.open(text);
      expect(await client.read()).toBe(text);
    }
  });
}
