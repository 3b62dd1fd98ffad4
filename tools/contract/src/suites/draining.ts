// How a server stops.
import { gates, journal } from '../fixtures.js';
import type { Stage } from '../stage.js';

export function draining(stage: Stage): void {
  test('it closes every socket with 1001, and is done when every closed is done', async () => {
    const door = await stage.serve();
    const clients = [await stage.open(door, '/slow/closed'), await stage.open(door, '/slow/closed')];
    await journal.until('opened ends', 2);
    const stopped = door.stop().then(() => journal.write('stopped'));
    for (const client of clients) {
      const { code, reason } = await client.readClose();
      expect(code).toBe(1001);
      client.sendClose(code, reason);
    }
    await journal.until('closed begins', 2);
    expect(journal.lines).not.toContain('stopped');
    gates.open('closed');
    await stopped;
    expect(journal.lines.slice(-3)).toEqual(['closed ends', 'closed ends', 'stopped']);
  });

  test('what was sent before is sent before the close', async () => {
    const door = await stage.serve();
    const client = await stage.open(door, '/rooms/red');
    const stopped = door.stop();
    expect(await client.read()).toBe('1 here');
    const { code } = await client.readClose();
    client.sendClose(code);
    await stopped;
  });

  test('a server that has stopped listens no more', async () => {
    const door = await stage.serve();
    await door.stop();
    await expect(stage.connect(door)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('it stops at once when nobody is there', async () => {
    const door = await stage.serve();
    await expect(door.stop()).resolves.toBeUndefined();
  });
}
