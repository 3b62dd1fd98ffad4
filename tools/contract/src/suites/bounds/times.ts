// What the clock ends, and what it leaves alone. Its times are as short as the clock of the library tells them apart. No message
// matters to it, so it is the same with compression.
import { gates, journal } from '../../fixtures.js';
import type { Stage } from '../../stage.js';
import { clientFrame, Opcode, type Frame } from '../../wire/frames.js';
import type { RawClient } from '../../wire/raw-client.js';
import { readPastPings } from './past-pings.js';

/** A heartbeat that finds a dead peer within half a second; and one that forgives a machine that is busy for so long. */
const STRICT = { pingInterval: 250, pongTimeout: 250 };
const PATIENT = { pingInterval: 250, pongTimeout: 750 };
/** Those of the patient one that a peer answers until it would have been cut, and one more. */
const PINGS = 5;

async function answerPings(client: RawClient, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const { opcode, payload } = await client.readFrame();
    expect(opcode).toBe(Opcode.ping);
    client.write(clientFrame(Opcode.pong, payload));
  }
}

export function times(stage: Stage): void {
  describe('a heartbeat', () => {
    test('cuts a client that says nothing any more: 1006', async () => {
      const client = await stage.open(await stage.serve(PATIENT), '/recorded');
      expect((await client.readFrame()).opcode).toBe(Opcode.ping);
      await client.whenGone();
      await journal.until('1 closed 1006');
      expect(stage.log.takeWarnings()).toEqual([expect.stringContaining('was not heard')]);
    });

    test('leaves a client that answers in peace, and is not told to ponged', async () => {
      const client = await stage.open(await stage.serve(PATIENT), '/recorded');
      await answerPings(client, PINGS);
      client.sendClose(1000);
      await journal.until('1 closed 1000');
      expect(journal.lines).toEqual(['1 requested', '1 opened', '1 closed 1000']);
    });

    test('leaves a client in peace that sends anything at all', async () => {
      const client = await stage.open(await stage.serve(PATIENT), '/recorded');
      for (let i = 0; i < PINGS; i++) {
        expect((await client.readFrame()).opcode).toBe(Opcode.ping);
        client.write(clientFrame(Opcode.pong, 'unasked'));
      }
      client.sendClose(1000);
      await journal.until('1 closed 1000');
      expect(journal.count('1 ponged unasked')).toBe(PINGS);
    });

    test('cuts a client that is gone while a hook is pending', async () => {
      const client = await stage.open(await stage.serve(STRICT), '/slow/receivedMessage');
      client.sendText('hello');
      await journal.until('receivedMessage begins');
      await client.whenGone();
      expect(stage.log.takeWarnings()).toEqual([expect.stringContaining('was not heard')]);
    });

    test('leaves a client in peace that answers while a hook is pending', async () => {
      const client = await stage.open(await stage.serve(PATIENT), '/slow/receivedMessage');
      client.sendText('hello');
      await journal.until('receivedMessage begins');
      await answerPings(client, PINGS);
      gates.open('receivedMessage');
      expect((await readPastPings(client)).payload.toString()).toBe('hello');
    });

    test('leaves a client in peace whose answer cannot be heard, because a hook is pending and the input is full', async () => {
      const client = await stage.open(await stage.serve(PATIENT), '/slow/receivedMessage');
      client.sendText('hello');
      await journal.until('receivedMessage begins');
      for (let i = 0; i < 16; i++) client.sendBinary(Buffer.alloc(65_536));
      for (let i = 0; i < PINGS; i++) expect((await client.readFrame()).opcode).toBe(Opcode.ping);
      gates.open('receivedMessage');
      expect((await readPastPings(client)).payload.toString()).toBe('hello');
      client.sendClose(1000);
      let last: Frame;
      do last = await client.readFrame();
      while (last.opcode !== Opcode.close);
      expect(last.payload.readUInt16BE(0)).toBe(1000);
    });
  });

  describe('a connection', () => {
    test('without messages is closed with 1000 after idleTimeout, pings or not', async () => {
      const client = await stage.open(await stage.serve({ ...PATIENT, idleTimeout: 750 }));
      await answerPings(client, 1);
      for (;;) {
        const { opcode, payload } = await client.readFrame();
        if (opcode === Opcode.ping) client.write(clientFrame(Opcode.pong, payload));
        else {
          expect([opcode, payload.readUInt16BE(0)]).toEqual([Opcode.close, 1000]);
          expect(payload.toString('utf8', 2)).toBe('no message for the idleTimeout of 750 ms');
          break;
        }
      }
    });

    test('is closed with 1001 after maxLifetime', async () => {
      const client = await stage.open(await stage.serve({ maxLifetime: 250 }));
      expect(await client.readClose()).toEqual({ code: 1001, reason: expect.stringContaining('maxLifetime') });
    });

    test('is closed with 3000 when its credentials have expired, and not before those that are new', async () => {
      const client = await stage.open(await stage.serve(), '/expiring');
      client.sendText('60000');
      expect(await client.read()).toBe('60000');
      client.sendText('250');
      expect(await client.read()).toBe('250');
      expect(await client.readClose()).toEqual({ code: 3000, reason: 'the credentials have expired' });
    });

    test('is closed with 3000 at once when its credentials are revoked, or were over from the beginning', async () => {
      const door = await stage.serve();
      const client = await stage.open(door, '/expiring');
      client.sendText('0');
      expect((await client.readClose()).code).toBe(3000);
      const late = await stage.open(door, '/expiring?for=-1');
      expect((await late.readClose()).code).toBe(3000);
    });
  });
}
