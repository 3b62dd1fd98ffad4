// What is sent and received.
import { journal } from '../fixtures.js';
import type { Stage } from '../stage.js';
import { clientFrame, Opcode } from '../wire/frames.js';

const MEBIBYTE = 1024 * 1024;

export function messages(stage: Stage): void {
  test.each(['hello', '', 'κόσμε 🌍', 'x'.repeat(125), 'x'.repeat(126), 'x'.repeat(65_536)])(
    'text comes back: %#',
    async (text) => {
      const client = await stage.open(await stage.serve());
      client.sendText(text);
      expect(await client.read()).toBe(text);
    },
  );

  test.each([0, 1, 126, 65_535, 65_536, MEBIBYTE])('%d bytes come back', async (size) => {
    const client = await stage.open(await stage.serve());
    const bytes = Buffer.from(Uint8Array.from({ length: size }, (_, i) => i * 7 + (i >> 8)));
    client.sendBinary(bytes);
    const back = await client.read();
    // Without a diff, which a mebibyte would make endless.
    expect(Buffer.isBuffer(back) && back.equals(bytes)).toBe(true);
  });

  test('fragments, with a ping between them, are one message', async () => {
    const client = await stage.open(await stage.serve());
    client.write(clientFrame(Opcode.text, 'one ', { final: false }));
    client.write(clientFrame(Opcode.ping, 'there?'));
    client.write(clientFrame(Opcode.continuation, 'message'));
    expect(await client.readFrame()).toEqual({ final: true, opcode: Opcode.pong, payload: Buffer.from('there?') });
    expect(await client.read()).toBe('one message');
  });

  test('many messages in one segment come back in order', async () => {
    const client = await stage.open(await stage.serve());
    const texts = Array.from({ length: 1_000 }, (_, i) => `message ${i}`);
    client.write(Buffer.concat(texts.map((text) => clientFrame(Opcode.text, text))));
    const back: unknown[] = [];
    while (back.length < texts.length) back.push(await client.read());
    expect(back).toEqual(texts);
  });

  test('an async iterable is one message, in fragments', async () => {
    const client = await stage.open(await stage.serve(), '/streamed');
    client.sendText('3');
    const opcodes: number[] = [];
    let text = '';
    for (let isLast = false; !isLast;) {
      const { final, opcode, payload } = await client.readFrame();
      opcodes.push(opcode);
      text += payload.toString();
      isLast = final;
    }
    expect(text).toBe('part 1 part 2 part 3 ');
    expect(opcodes).toEqual([Opcode.text, Opcode.continuation, Opcode.continuation, Opcode.continuation]);
  });

  test('a message that is bigger than maxMessageSize closes with 1009', async () => {
    const client = await stage.open(await stage.serve({ maxMessageSize: 10 }));
    client.sendText('ten bytes!');
    expect(await client.read()).toBe('ten bytes!');
    client.sendText('eleven byte');
    expect((await client.readClose()).code).toBe(1009);
    expect(stage.log.takeWarnings()).toEqual([expect.stringContaining('maxMessageSize')]);
  });

  test('a client that does not read is not read from, and nothing is lost', async () => {
    const door = await stage.serve();
    const greedy = await stage.open(door, '/measured');
    const other = await stage.open(door, '/echo');
    const size = 64 * 1024;
    // More than the system's buffers take on both ways.
    const total = 512;
    const frame = clientFrame(Opcode.binary, Buffer.alloc(size, 7));
    greedy.pause();
    for (let i = 0; i < total; i++) greedy.write(frame);
    // The server is turned round by another client until the greedy one has got nowhere for a long time.
    for (let turns = 0, before = -1; turns < 25; turns++) {
      const now = journal.count('received');
      if (now !== before) turns = 0;
      before = now;
      other.sendText('still there?');
      expect(await other.read()).toBe('still there?');
    }
    const stalledAt = journal.count('received');
    expect(stalledAt).toBeGreaterThan(0);
    expect(stalledAt).toBeLessThan(total / 2);
    expect(journal.most).toBeLessThan(MEBIBYTE);
    greedy.resume();
    for (let i = 0; i < total; i++) expect((await greedy.read()).length).toBe(size);
    expect(journal.count('received')).toBe(total);
  });
}
