// Rooms.
import { journal } from '../fixtures.js';
import type { Stage } from '../stage.js';

export function groups(stage: Stage): void {
  test('a broadcast reaches everyone in the room but the one who speaks, and nobody in another', async () => {
    const door = await stage.serve();
    const room = [await stage.open(door, '/rooms/red'), await stage.open(door, '/rooms/red')] as const;
    const third = await stage.open(door, '/rooms/red');
    const stranger = await stage.open(door, '/rooms/blue');
    expect([await room[0].read(), await room[1].read(), await third.read()]).toEqual(['1 here', '2 here', '3 here']);
    expect(await stranger.read()).toBe('1 here');
    room[0].sendText('hello');
    expect([await room[1].read(), await third.read()]).toEqual(['hello', 'hello']);
    room[1].sendBinary(Buffer.from([1, 2, 3]));
    // Had the first heard its own message, that would have come before this one.
    expect([await room[0].read(), await third.read()]).toEqual([Buffer.from([1, 2, 3]), Buffer.from([1, 2, 3])]);
    stranger.sendClose(1000);
    expect((await stranger.readClose()).code).toBe(1000);
  });

  test('who leaves, or is cut off, is in no room any more', async () => {
    const door = await stage.serve();
    const clients = [];
    for (let i = 1; i <= 3; i++) {
      const client = await stage.open(door, '/rooms/green');
      expect(await client.read()).toBe(`${i} here`);
      clients.push(client);
    }
    clients[0]?.sendClose(1000);
    await journal.until('left green, 2 here');
    clients[1]?.destroy();
    await journal.until('left green, 1 here');
    const next = await stage.open(door, '/rooms/green');
    expect(await next.read()).toBe('2 here');
    next.sendText('hello');
    expect(await clients[2]?.read()).toBe('hello');
  });

  test('the sockets of one user are found by their key, and closed together', async () => {
    const door = await stage.serve();
    const [one, two] = [await stage.open(door, '/users/ann'), await stage.open(door, '/users/ann')];
    const other = await stage.open(door, '/users/bob');
    expect([await one.read(), await two.read(), await other.read()]).toEqual(['1 of you', '2 of you', '1 of you']);
    one.sendText('sign out');
    for (const client of [one, two]) {
      expect(await client.readClose()).toEqual({ code: 3000, reason: 'signed out' });
      client.sendClose(3000);
      await client.whenGone();
    }
    const again = await stage.open(door, '/users/ann');
    expect(await again.read()).toBe('1 of you');
    other.sendText('sign out');
    expect((await other.readClose()).code).toBe(3000);
  });

  test('who has joined a pattern hears every room that fits it, once', async () => {
    const door = await stage.serve();
    const segment = await stage.open(door, '/patterns/hall.*');
    const rest = await stage.open(door, '/patterns/hall.%3E');
    const speaker = await stage.open(door, '/patterns/nowhere');
    for (const client of [segment, rest, speaker]) expect(await client.read()).toBe('listening');
    for (const [room, heard] of [
      ['hall.one', 2],
      ['hall.one.two', 1],
      ['hall', 0],
    ] as const) {
      speaker.sendText(room);
      expect(await speaker.read()).toBe(`${heard} heard`);
    }
    expect(await segment.read()).toBe('in hall.one');
    expect([await rest.read(), await rest.read()]).toEqual(['in hall.one', 'in hall.one.two']);
    segment.destroy();
    await segment.whenGone();
  });
}
