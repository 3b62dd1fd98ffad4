// The order of a connection's hooks, and what happens when one of them waits or fails.
import { gates, journal } from '../fixtures.js';
import type { Stage } from '../stage.js';
import { clientFrame, Opcode } from '../wire/frames.js';

export function hooks(stage: Stage): void {
  test('they come in order, and each connection has an instance of its own', async () => {
    const door = await stage.serve();
    const one = await stage.open(door, '/recorded');
    const two = await stage.open(door, '/recorded');
    for (const [client, text] of [
      [one, 'a'],
      [two, 'b'],
    ] as const) {
      client.sendText(text);
      const ping = await client.readFrame();
      expect(ping).toEqual({ final: true, opcode: Opcode.ping, payload: Buffer.from(text) });
      client.write(clientFrame(Opcode.pong, ping.payload));
      client.sendClose(1000, 'bye');
      await client.whenGone();
    }
    await journal.until('2 closed 1000 bye');
    const lines = (number: number) => journal.lines.filter((line) => line.startsWith(`${number} `));
    expect(lines(1)).toEqual(['1 requested', '1 opened', '1 received a', '1 ponged a', '1 closed 1000 bye']);
    expect(lines(2)).toEqual(['2 requested', '2 opened', '2 received b', '2 ponged b', '2 closed 1000 bye']);
  });

  test('nothing is lost and nothing overtakes while opened is pending', async () => {
    const door = await stage.serve();
    const client = await stage.open(door, '/slow/opened');
    client.sendText('one');
    client.sendText('two');
    await journal.until('opened begins');
    // The server has turned since the messages came.
    const other = await stage.open(door);
    other.sendText('a turn');
    expect(await other.read()).toBe('a turn');
    expect(journal.lines).toEqual(['requested begins', 'requested ends', 'opened begins']);
    gates.open('opened');
    expect([await client.read(), await client.read()]).toEqual(['one', 'two']);
    expect(journal.lines.slice(3, 5)).toEqual(['opened ends', 'receivedMessage begins']);
  });

  test('a message waits for the hook of the message before it', async () => {
    const client = await stage.open(await stage.serve(), '/slow/receivedMessage');
    client.sendText('one');
    client.sendText('two');
    await journal.until('receivedMessage begins');
    gates.open('receivedMessage');
    expect([await client.read(), await client.read()]).toEqual(['one', 'two']);
    expect(journal.lines.filter((line) => line.startsWith('received'))).toEqual([
      'receivedMessage begins',
      'receivedMessage ends',
      'receivedMessage begins',
      'receivedMessage ends',
    ]);
  });

  test('closed waits for the hook under way', async () => {
    const client = await stage.open(await stage.serve(), '/slow/receivedMessage');
    client.sendText('one');
    await journal.until('receivedMessage begins');
    client.destroy();
    await client.whenGone();
    gates.open('receivedMessage');
    await journal.until('closed ends');
    expect(journal.lines.slice(-4)).toEqual([
      'receivedMessage begins',
      'receivedMessage ends',
      'closed begins',
      'closed ends',
    ]);
  });

  test('a client that goes while requested is pending harms nobody', async () => {
    const door = await stage.serve();
    const client = await stage.connect(door, '/slow/requested');
    client.request();
    await journal.until('requested begins');
    client.destroy();
    gates.open('requested');
    await journal.until('requested ends');
    const other = await stage.open(door);
    other.sendText('hello');
    expect(await other.read()).toBe('hello');
    other.destroy();
    await door.stop();
    expect(journal.count('closed begins')).toBe(journal.count('opened begins'));
  });

  test.each([
    ['opened', 'now'],
    ['opened', 'later'],
    ['receivedMessage', 'now'],
    ['receivedMessage', 'later'],
    ['ponged', 'now'],
    ['ponged', 'later'],
  ])('when %s fails (%s) its connection is closed with 1011, and no other', async (hook, when) => {
    const door = await stage.serve();
    const other = await stage.open(door);
    const client = await stage.open(door, `/failing/${hook}/${when}`);
    if (hook !== 'opened') client.sendText('hello');
    if (hook === 'ponged') {
      const { opcode, payload } = await client.readFrame();
      expect(opcode).toBe(Opcode.ping);
      client.write(clientFrame(Opcode.pong, payload));
    }
    // The peer learns nothing of the error.
    expect(await client.readClose()).toEqual({ code: 1011, reason: '' });
    client.sendClose(1011);
    await client.whenGone();
    await journal.until('closed 1011');
    expect(stage.log.takeErrors()).toEqual([new Error(`${hook} has failed`)]);
    other.sendText('still there?');
    expect(await other.read()).toBe('still there?');
  });

  test.each(['now', 'later'])('when closed fails (%s) that is reported', async (when) => {
    const door = await stage.serve();
    const client = await stage.open(door, `/failing/closed/${when}`);
    client.sendClose(1000);
    await client.whenGone();
    await door.stop();
    expect(stage.log.takeErrors()).toEqual([new Error('closed has failed')]);
  });
}
